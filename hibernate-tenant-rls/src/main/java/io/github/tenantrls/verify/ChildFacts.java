// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * A partition or inheritance child of a table of tenants that no entity is mapped to, or a foreign table that one is
 * mapped to; the runtime role may read or write it by its own name. Immutable.
 *
 * @param schema its schema
 * @param name its name
 * @param foreign whether its rows are kept by another server
 * @param rowSecurity whether row-level security is on
 * @param forced whether it holds for the owner too
 * @param isolated whether a policy that shows rows to the role uses the tenant column
 * @param wide the policies that show rows to the role and do not use it
 * @param policies the names of all of its policies
 * @param grantees through whom the runtime role has its privileges, as in SQL
 */
record ChildFacts(
        String schema,
        String name,
        boolean foreign,
        boolean rowSecurity,
        boolean forced,
        boolean isolated,
        List<String> wide,
        List<String> policies,
        List<String> grantees) {

    String displayName() {
        return schema + "." + name;
    }

    boolean isProtected() {
        return rowSecurity && forced && isolated && wide.isEmpty();
    }
}
