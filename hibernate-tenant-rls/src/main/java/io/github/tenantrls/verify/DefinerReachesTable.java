// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** A function that works on rows past the policies of their table. */
final class DefinerReachesTable implements ReachRule {

    @Override
    public String id() {
        return "RLS033";
    }

    @Override
    public String title() {
        return "definer-reaches-table";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        return facts.access().routines().stream()
                .filter(routine -> !routine.reached().isEmpty())
                .map(routine -> finding(
                        Severity.HIGH,
                        routine.subject(),
                        "it is SECURITY DEFINER and uses " + String.join(", ", routine.reached())
                                + " with the rights of its owner " + routine.owner()
                                + ", to whom the policies there do not apply, so every tenant gets at the rows of all"
                                + " through it",
                        List.of("alter " + routine.object() + " security invoker")));
    }
}
