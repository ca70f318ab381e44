// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.stream.Stream;

/** A function that does for the application, with the rights of another role, what the application's search path says. */
final class DefinerPathOpen implements ReachRule {

    @Override
    public String id() {
        return "RLS034";
    }

    @Override
    public String title() {
        return "definer-search-path";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        return facts.access().routines().stream()
                .filter(RoutineFacts::openPath)
                .map(routine -> finding(
                        Severity.MEDIUM,
                        routine.subject(),
                        "it is SECURITY DEFINER and does not fix its search_path, so the caller decides which tables"
                                + " and functions it uses with the rights of its owner " + routine.owner(),
                        List.of("alter " + routine.object() + " set search_path = " + SqlName.quote(routine.schema())
                                + ", pg_temp")));
    }
}
