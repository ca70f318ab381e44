// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** Policies that only take rows away, and none that gives any. */
final class OnlyRestrictive implements TableRule {

    @Override
    public String id() {
        return "RLS013";
    }

    @Override
    public String title() {
        return "only-restrictive";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        List<PolicyFacts> applying = table.policies().applying().toList();
        return table.rowSecurity() && !applying.isEmpty() && applying.stream().noneMatch(PolicyFacts::permissive)
                ? Stream.of(finding(
                        Severity.MEDIUM,
                        table.subject(),
                        "all policies for the runtime role are restrictive ("
                                + applying.get(0).name()
                                + (applying.size() > 1 ? ", .." : "")
                                + "), so no tenant sees or writes any row",
                        new PolicyMending(table).create()))
                : Stream.empty();
    }
}
