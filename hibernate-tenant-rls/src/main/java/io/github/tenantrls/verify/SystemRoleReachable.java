// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** The system has a login of its own, and the application can become it without. */
final class SystemRoleReachable implements ReachRule {

    @Override
    public String id() {
        return "RLS050";
    }

    @Override
    public String title() {
        return "system-role-reachable";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        RoleFacts role = facts.role();
        return role.system().stream()
                .filter(system -> !system.assumed() && role.canActAs(system.name()) && !role.hasName(system.name()))
                .filter(system -> !role.canBecomeExempt(system.name())) // which RLS007 says
                .map(system -> finding(
                        Severity.HIGH,
                        role.name(),
                        "the runtime role can become " + system.name()
                                + " by set role, to whom policies show the rows of"
                                + " all tenants, so the system's login of its own separates nothing",
                        role.leave(system.name())));
    }
}
