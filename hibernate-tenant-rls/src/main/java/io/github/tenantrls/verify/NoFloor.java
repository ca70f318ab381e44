// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTableDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * No restrictive policy that keeps the runtime role within the rows of the current tenant, whatever others come. Only where
 * the settings name that role, as they do for the library's own schema to have such a policy.
 */
final class NoFloor implements Rule {

    @Override
    public String id() {
        return "RLS043";
    }

    @Override
    public String title() {
        return "no-floor";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        RlsConfiguration configuration = facts.unit().configuration();
        String role = configuration.runtimeRole();
        return role == null || !facts.role().isOrInherits(role) // which RLS047 says
                ? Stream.empty()
                : facts.tables().stream().filter(NoFloor::lacksFloor).map(table -> finding(table, role));
    }

    private static boolean lacksFloor(TableFacts table) {
        return table.rowSecurity()
                && table.policies().stream().anyMatch(PolicyFacts::opensToRole)
                && !table.policies()
                        .floored(policy -> policy.audience().configured())
                        .containsAll(PolicyCommand.of("*"));
    }

    private Finding finding(TableFacts table, String role) {
        List<String> mending = new ArrayList<>();
        if (table.policies().has(TenantTableDdl.FLOOR)) {
            mending.add(table.ddl().dropPolicy(TenantTableDdl.FLOOR));
        }
        mending.add(table.ddl().createFloor(role));
        return finding(
                Severity.LOW,
                table.subject(),
                "no restrictive policy keeps the runtime role " + role
                        + " within the rows of the current tenant for all commands, so the next permissive policy that"
                        + " somebody adds widens what a tenant reaches",
                mending);
    }
}
