// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;

/**
 * A partition or inheritance child of a table of tenants, or what that table is itself a partition or child of, that no
 * tenant-scoped entity is mapped to; or a foreign table that one is mapped to. The runtime role may read or write it by
 * its own name. Immutable.
 *
 * @param schema its schema
 * @param name its name
 * @param foreign whether its rows are kept by another server
 * @param rowSecurity whether row-level security is on
 * @param forced whether it holds for the owner too
 * @param above whether it is what the table is a partition or child of
 * @param hasTenantColumn whether it has the tenant column, as only a parent by inheritance may not
 * @param grantees through whom the runtime role has its privileges, as in SQL
 * @param policies all of its policies
 */
record ChildFacts(
        String schema,
        String name,
        boolean foreign,
        boolean rowSecurity,
        boolean forced,
        boolean above,
        boolean hasTenantColumn,
        List<String> grantees,
        TablePolicies policies) {

    /** The same with its policies. */
    ChildFacts with(TablePolicies read) {
        return new ChildFacts(schema, name, foreign, rowSecurity, forced, above, hasTenantColumn, grantees, read);
    }

    String displayName() {
        return schema + "." + name;
    }

    /** Whether a policy shows rows to the role, and those of the current tenant alone. */
    boolean isIsolated() {
        return policies.sound().anyMatch(PolicyFacts::opensToRole);
    }

    /** The names of the policies that show other rows to the role. */
    List<String> wide() {
        return policies.leaking().map(PolicyFacts::name).toList();
    }

    boolean isProtected() {
        return rowSecurity && forced && isIsolated() && wide().isEmpty();
    }

    /** The statements that take the role's privileges. */
    List<String> revoking() {
        return grantees.stream()
                .map(grantee ->
                        "revoke all on table " + SqlName.quote(schema) + "." + SqlName.quote(name) + " from " + grantee)
                .toList();
    }
}
