// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsSettings;
import java.util.stream.Stream;

/** Connections begin as another role than the one that logged in, and the binding gives that role back to the login. */
final class RolePreset implements Rule {

    @Override
    public String id() {
        return "RLS051";
    }

    @Override
    public String title() {
        return "role-preset";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        RoleFacts role = facts.role();
        return role.system().stream()
                .filter(system -> system.assumed() && !role.hasName(role.login()))
                .map(system -> finding(
                        Severity.CRITICAL,
                        role.name(),
                        "connections are logged in as " + role.login() + " and begin as " + role.name() + ", but with "
                                + TenantRlsSettings.SYSTEM_ROLE
                                + " each binding gives the role back to the login, so that"
                                + " tenants work as " + role.login()
                                + ", of whom nothing here was verified; have the pool"
                                + " log in as the role that it is to work as",
                        role.presets()));
    }
}
