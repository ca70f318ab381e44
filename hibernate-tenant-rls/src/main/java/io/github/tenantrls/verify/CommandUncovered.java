// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command that the runtime role has the privilege for, and no policy; without the privilege it is meant so. */
final class CommandUncovered implements TableRule {

    @Override
    public String id() {
        return "RLS014";
    }

    @Override
    public String title() {
        return "command-uncovered";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        TablePolicies policies = table.policies();
        Set<PolicyCommand> uncovered = EnumSet.noneOf(PolicyCommand.class);
        uncovered.addAll(policies.granted());
        uncovered.removeAll(policies.opened());
        return table.rowSecurity() && policies.stream().anyMatch(PolicyFacts::opensToRole) && !uncovered.isEmpty()
                ? Stream.of(finding(
                        Severity.MEDIUM,
                        table.subject(),
                        "no policy lets the runtime role "
                                + uncovered.stream().map(PolicyCommand::sql).collect(Collectors.joining(" or "))
                                + ", though it has the privilege, so that is refused or does nothing; make a policy,"
                                + " or revoke the privilege",
                        new PolicyMending(table).create(uncovered.stream())))
                : Stream.empty();
    }
}
