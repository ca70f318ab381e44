// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/** What the probe refuted, in the shape of what rules find. */
final class ProbeFinding {

    /** By what it is accepted, as a rule is by its id. */
    static final String ID = "PROBE";

    static final String NAME = "crossed";

    private ProbeFinding() {}

    static Finding of(ProbeResult refuted) {
        return new Finding(
                ID,
                NAME,
                Severity.CRITICAL,
                refuted.table(),
                "an attempt to cross from tenant to tenant succeeded: " + String.join("; ", refuted.reasons())
                        + "; correct the policies of the table, or the role that the application logs in as",
                List.of());
    }
}
