// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.TenantRlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Grants and the restrictive policy are for a role that the application does not work as. */
final class RuntimeRoleUnused implements Rule {

    @Override
    public String id() {
        return "RLS047";
    }

    @Override
    public String title() {
        return "runtime-role-unused";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        RoleFacts role = facts.role();
        @Nullable String configured = facts.unit().configuration().runtimeRole();
        return configured == null || role.isOrInherits(configured)
                ? Stream.empty()
                : Stream.of(finding(
                        Severity.MEDIUM,
                        role.name(),
                        TenantRlsSettings.RUNTIME_ROLE + " names " + configured
                                + ", which is neither the role that the application works as nor one that it inherits, so"
                                + " the grants and the restrictive policy for that role do not hold for it; if it is the"
                                + " setting that is wrong, correct it",
                        mending(configured, facts)));
    }

    /** Where that role is more than a runtime role should be, the setting must be what is wrong. */
    private static List<String> mending(String configured, CatalogFacts facts) {
        RoleFacts role = facts.role();
        boolean owner =
                facts.access().tables().stream().anyMatch(table -> table.owner().equals(configured));
        return role.configuredFit() && !owner ? inheriting(configured, role) : List.of();
    }

    private static List<String> inheriting(String configured, RoleFacts role) {
        List<String> statements = new ArrayList<>();
        boolean option = role.hasInheritOption();
        statements.add(
                "grant " + quote(configured) + " to " + quote(role.login()) + (option ? " with inherit true" : ""));
        if (!option && !role.loginInherits()) {
            statements.add("alter role " + quote(role.login()) + " inherit");
        }
        return statements;
    }
}
