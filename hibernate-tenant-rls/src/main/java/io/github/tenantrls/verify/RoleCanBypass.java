// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.stream.Stream;

/** The application can become a role to whom no policy applies. */
final class RoleCanBypass implements ReachRule {

    @Override
    public String id() {
        return "RLS007";
    }

    @Override
    public String title() {
        return "role-can-bypass";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        RoleFacts role = facts.role();
        if (role.bypassesRls()) {
            return Stream.empty(); // has no need to
        }
        return role.loginExempt() ? Stream.of(loggedInAsExempt(role)) : member(role);
    }

    private Finding loggedInAsExempt(RoleFacts role) {
        return finding(
                Severity.HIGH,
                role.name(),
                "the connection is logged in as " + role.login() + ", to whom no policy applies, and only works as "
                        + role.name() + ": after set role none every tenant reads and changes the rows of all",
                List.of("alter role " + SqlName.quote(role.login()) + " nosuperuser nobypassrls"));
    }

    private Stream<Finding> member(RoleFacts role) {
        List<String> exempt = role.reached().stream()
                .filter(other -> other.exempt() && other.becomes())
                .map(ReachedRole::name)
                .distinct()
                .toList();
        return exempt.isEmpty()
                ? Stream.empty()
                : Stream.of(finding(
                        Severity.HIGH,
                        role.name(),
                        "the runtime role can become " + String.join(", ", exempt)
                                + " by set role, to whom no policy applies, and then read and change the rows of all"
                                + " tenants",
                        exempt.stream()
                                .flatMap(other -> role.leave(other).stream())
                                .distinct()
                                .toList()));
    }
}
