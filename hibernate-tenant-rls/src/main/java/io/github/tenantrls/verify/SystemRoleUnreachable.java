// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.TenantRlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Nobody can work as the role that is to see the rows of all tenants. */
final class SystemRoleUnreachable implements Rule {

    @Override
    public String id() {
        return "RLS054";
    }

    @Override
    public String title() {
        return "system-role-unreachable";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        RoleFacts role = facts.role();
        return role.system().stream()
                .filter(system -> !system.exists() || system.assumed() && !system.settable())
                .map(system -> finding(Severity.HIGH, system.name(), message(system, role), mending(system, role)));
    }

    private static String message(SystemFacts system, RoleFacts role) {
        return system.exists()
                ? "the role " + role.login() + " that logs in cannot take on the role " + system.name() + " of "
                        + TenantRlsSettings.SYSTEM_ROLE + ", so all work of TenantContext.runAsSystem fails"
                : "there is no role " + system.name() + ", so all work of TenantContext.runAsSystem fails";
    }

    private static List<String> mending(SystemFacts system, RoleFacts role) {
        List<String> statements = new ArrayList<>();
        if (!system.exists()) {
            statements.add("create role " + quote(system.name()));
        }
        if (system.assumed()) {
            boolean option = role.hasInheritOption();
            statements.add("grant " + quote(system.name()) + " to " + quote(role.login())
                    + (option ? " with inherit false, set true" : ""));
            if (!option && role.loginInherits()) { // which it must not do: RLS009
                statements.add("alter role " + quote(role.login()) + " noinherit");
            }
        }
        return statements;
    }
}
