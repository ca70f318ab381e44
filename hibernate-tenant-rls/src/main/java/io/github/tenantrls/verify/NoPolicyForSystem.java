// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import io.github.tenantrls.schema.TenantTableDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The system does not see the rows of all tenants, and nothing tells it so. */
final class NoPolicyForSystem implements Rule {

    @Override
    public String id() {
        return "RLS053";
    }

    @Override
    public String title() {
        return "no-policy-for-system";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        RoleFacts role = facts.role();
        return role.system().stream()
                .filter(system -> system.exists() && !system.exempt())
                .flatMap(system -> facts.tables().stream()
                        .filter(table ->
                                table.rowSecurity() && !table.policies().isEmpty())
                        .filter(NoPolicyForSystem::hidesRows)
                        .map(table -> finding(
                                Severity.HIGH,
                                table.subject(),
                                "policies do not show and accept the rows of all tenants to the role " + system.name()
                                        + " of the system, so TenantContext.runAsSystem reads and changes some or none of"
                                        + " them, without an error",
                                mending(table, system, role))));
    }

    private static boolean hidesRows(TableFacts table) {
        return !shows(table) || hiding(table).findAny().isPresent();
    }

    /** By policies that are meant for it; what they compare, if they do, is their affair. */
    private static boolean shows(TableFacts table) {
        Set<PolicyCommand> all = PolicyCommand.of("*");
        return all.stream()
                .allMatch(command -> table.policies().stream()
                        .anyMatch(policy -> policy.permissive()
                                && policy.audience().system()
                                && policy.covers(command)
                                && !policy.isolates(command)));
    }

    /** Restrictive ones that keep everybody, and so the system too, within the rows of the current tenant. */
    private static Stream<PolicyFacts> hiding(TableFacts table) {
        return table.policies().stream()
                .filter(policy -> !policy.permissive() && policy.audience().everybody())
                .filter(policy -> policy.commands().stream().anyMatch(policy::isolates));
    }

    private static List<String> mending(TableFacts table, SystemFacts system, RoleFacts role) {
        List<String> statements = new ArrayList<>();
        hiding(table)
                .map(policy -> "alter policy " + SqlName.quote(policy.name()) + " on "
                        + table.table().sqlName() + " to " + SqlName.quote(role.name()))
                .forEach(statements::add);
        if (!shows(table)) {
            if (table.policies().has(TenantTableDdl.SYSTEM)) {
                statements.add(table.ddl().dropPolicy(TenantTableDdl.SYSTEM));
            }
            statements.add(table.ddl().createSystemPolicy(system.name()));
        }
        return statements;
    }
}
