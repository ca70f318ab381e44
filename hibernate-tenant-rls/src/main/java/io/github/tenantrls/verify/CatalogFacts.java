// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/** What the catalog says about the tables of one persistence unit and about the role that asks. Immutable. */
record CatalogFacts(RoleFacts role, List<TableFacts> tables) {

    /**
     * The role that the connection is logged in as.
     *
     * @param name its name
     * @param superuser whether policies never apply to it, FORCE or not
     * @param bypassesRls whether policies do not apply to it by its own attribute
     * @param searchPath where it looks for tables without a schema
     * @param serverVersion the version of the server that it is logged in to
     */
    record RoleFacts(String name, boolean superuser, boolean bypassesRls, String searchPath, String serverVersion) {}

    /**
     * A policy.
     *
     * @param name its name
     * @param permissive whether it adds rows to what is visible, and does not only take some away
     * @param applies whether it is for the role that asks
     * @param usesTenantColumn whether its expressions depend on the tenant column
     */
    record PolicyFacts(String name, boolean permissive, boolean applies, boolean usesTenantColumn) {

        boolean opensToRole() {
            return permissive && applies;
        }
    }
}
