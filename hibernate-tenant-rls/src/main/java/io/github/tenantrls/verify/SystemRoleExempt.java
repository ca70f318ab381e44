// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.stream.Stream;

/** The system can do more than the policies give it: to every table, also of others. */
final class SystemRoleExempt implements Rule {

    @Override
    public String id() {
        return "RLS052";
    }

    @Override
    public String title() {
        return "system-role-exempt";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        RoleFacts role = facts.role();
        return role.system().stream()
                .filter(SystemFacts::exempt)
                .filter(system -> !role.canBecomeExempt(system.name())) // which RLS007 says
                .map(system -> finding(
                        Severity.MEDIUM,
                        system.name(),
                        "the role of the system is a superuser or has BYPASSRLS, which is more than it needs: it is above the"
                                + " policies of all tables of the cluster, also those that are nothing to do with tenants",
                        List.of("alter role " + SqlName.quote(system.name()) + " nosuperuser nobypassrls")));
    }
}
