// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.SQLException;
import java.util.Set;

/** Creates an index that serves the policies on each table where none leads with the tenant. */
final class IndexPlan {

    private static final String LEADING = """
            select from pg_catalog.pg_index i
              join pg_catalog.pg_class x on x.oid = i.indexrelid
              join pg_catalog.pg_am m on m.oid = x.relam and m.amname in ('btree', 'hash')
              join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
             where i.indrelid = ?::pg_catalog.oid and a.attname = ? and i.indisvalid and i.indpred is null""";

    private final PlanContext context;
    private final IndexSteps indexes;

    IndexPlan(PlanContext context, IndexSteps indexes) {
        this.context = context;
        this.indexes = indexes;
    }

    /** @param served the tables, by their names in SQL, that get such an index for a key */
    void plan(TableState table, Set<String> served) throws SQLException {
        for (TableState each : table.roots().toList()) {
            if (!served.contains(each.sqlName())
                    && !context.catalog()
                            .any(
                                    LEADING.replace("select from", "select 1 from"),
                                    each.oid(),
                                    each.table().column())) {
                indexes.create(
                        each,
                        each.table().name() + "_" + each.table().column() + "_idx",
                        (on, name) -> context.ddl(on).createIndex(name));
            }
        }
    }
}
