// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is known about one table as the attempts go on. Not thread-safe. */
final class Verdict {

    private final String table;
    private final Set<String> crossed = new LinkedHashSet<>();
    private final Set<String> untried = new LinkedHashSet<>();

    Verdict(String table) {
        this.table = table;
    }

    /** Something crossed from tenant to tenant. */
    void refute(String what) {
        crossed.add(what);
    }

    /** Something could not be tried. */
    void doubt(String why) {
        untried.add(why);
    }

    ProbeResult result() {
        List<String> reasons = new ArrayList<>(crossed);
        reasons.addAll(untried);
        ProbeOutcome outcome = !crossed.isEmpty()
                ? ProbeOutcome.REFUTED
                : untried.isEmpty() ? ProbeOutcome.PROVED : ProbeOutcome.NOT_PROVABLE;
        return new ProbeResult(table, outcome, reasons);
    }
}
