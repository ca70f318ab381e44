// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what the runtime role is, and what it can reach beside the tables. */
final class AccessCatalog {

    private static final String ROLE = """
            select rolname, rolsuper, rolbypassrls, pg_catalog.current_setting('search_path'),
                   pg_catalog.current_setting('server_version')
              from pg_catalog.pg_roles
             where rolname = current_user""";

    private AccessCatalog() {}

    static RoleFacts role(CatalogQuery catalog) throws SQLException {
        List<RoleFacts> found = new ArrayList<>();
        catalog.forEach(
                ROLE,
                row -> found.add(new RoleFacts(
                        row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getString(4), row.getString(5))));
        return found.get(0);
    }
}
