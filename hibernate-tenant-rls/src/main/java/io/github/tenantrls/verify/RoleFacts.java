// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The role that the application works as. Immutable.
 *
 * @param name its name
 * @param superuser whether policies never apply to it, FORCE or not
 * @param bypassesRls whether policies do not apply to it by its own attribute
 * @param login the role that logged in: another one if the connection began with {@code set role}
 * @param loginExempt whether that one is a superuser or has BYPASSRLS
 * @param loginInherits whether that one has the privileges of the roles that it is a member of, on servers before 16
 * @param searchPath where it looks for tables without a schema
 * @param serverVersion the version of the server that it is logged in to
 * @param serverNumber the same as a number, such as 160004
 * @param configuredFit whether the configured runtime role is one, and policies apply to it
 * @param reached the roles that it can reach
 * @param presets statements after which connections of the login begin as the login, as far as it is set in the database
 * @param system the role that is to see the rows of all tenants, where it is known
 */
record RoleFacts(
        String name,
        boolean superuser,
        boolean bypassesRls,
        String login,
        boolean loginExempt,
        boolean loginInherits,
        String searchPath,
        String serverVersion,
        int serverNumber,
        boolean configuredFit,
        List<ReachedRole> reached,
        List<String> presets,
        Optional<SystemFacts> system) {

    /** The first version in which each membership says by itself whether it inherits. */
    private static final int INHERIT_OPTION = 160_000;

    boolean hasName(String role) {
        return name.equals(role);
    }

    /** Whether the privileges of a role are its own, or can be had. */
    boolean canActAs(String role) {
        return hasName(role)
                || reached.stream()
                        .anyMatch(other -> other.acts() && other.name().equals(role));
    }

    /** Whether the privileges of a role are its own without further ado. */
    boolean isOrInherits(String role) {
        return hasName(role)
                || reached.stream()
                        .anyMatch(other -> other.inherited() && other.name().equals(role));
    }

    /** Whether {@code set role} leads to a role that is exempt from all policies. */
    boolean canBecomeExempt(String role) {
        return reached.stream()
                .anyMatch(other ->
                        other.becomes() && other.exempt() && other.name().equals(role));
    }

    /** Whether each membership says by itself whether it inherits. */
    boolean hasInheritOption() {
        return serverNumber >= INHERIT_OPTION;
    }

    /** Statements after which the privileges of roles do not hold without further ado, and {@code set role} still works. */
    List<String> inheritNoMore(Set<String> roles) {
        if (!hasInheritOption()) {
            return List.of("alter role " + SqlName.quote(login) + " noinherit");
        }
        return reached.stream()
                .filter(other -> other.inherited() && roles.contains(other.name()))
                .map(other -> other.inheritNoMore(login))
                .distinct()
                .toList();
    }

    /** Statements after which a role cannot be reached. */
    List<String> leave(String role) {
        return reached.stream()
                .filter(other -> other.acts() && other.name().equals(role))
                .map(other -> other.revoke(login))
                .distinct()
                .toList();
    }
}
