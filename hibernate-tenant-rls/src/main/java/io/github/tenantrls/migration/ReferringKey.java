// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.SQLException;
import java.util.List;

/**
 * A foreign key that needs a unique index. Immutable.
 *
 * @param table the number of its table
 * @param name its name
 */
record ReferringKey(String table, String name) {

    private static final String QUERY = """
            select k.conrelid::pg_catalog.text, k.conname
              from pg_catalog.pg_constraint k
             where k.contype = 'f' and k.conindid = ?::pg_catalog.oid and k.conparentid = 0
             order by k.conname, 1""";

    static List<ReferringKey> read(PlanCatalog catalog, String index) throws SQLException {
        return catalog.list(QUERY, row -> new ReferringKey(row.getString(1), row.getString(2)), index);
    }
}
