// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** A function that the server calls with rows before their policies are checked. */
final class UserLeakproof implements ReachRule {

    @Override
    public String id() {
        return "RLS036";
    }

    @Override
    public String title() {
        return "user-leakproof";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        return facts.access().routines().stream()
                .filter(RoutineFacts::leakproof)
                .map(routine -> finding(
                        Severity.MEDIUM,
                        routine.subject(),
                        "it is declared LEAKPROOF, so in a condition it may be called with the values of all tenants'"
                                + " rows before the policies filter them, and tell them by errors, notices or writes",
                        List.of("alter " + routine.object() + " not leakproof")));
    }
}
