// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.schema.TenantKeys;
import io.github.tenantrls.schema.TenantTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key between tenant-scoped tables that does not compare the tenant. Immutable.
 *
 * @param table the number of the table that refers, from 1
 * @param other the number of the table referred to
 * @param name its name
 * @param composable whether it can compare the tenant, and else be as it is
 * @param valid whether it is known to hold for all rows
 * @param needsIndex whether the unique index is lacking that it would need
 * @param indexName the name of that
 * @param indexColumns the columns of that
 * @param definition what it is to be
 * @param oldDefinition what it is
 * @param pending whether the key to be is there already: {@code "valid"}, {@code "pending"} if it is not valid, {@code
 *     "none"} if it is not there
 * @param pendingName the name under which it is made, until it takes the place of the old one
 */
record ForeignKey(
        int table,
        int other,
        String name,
        boolean composable,
        boolean valid,
        boolean needsIndex,
        String indexName,
        String indexColumns,
        String definition,
        String oldDefinition,
        String pending,
        String pendingName) {

    private static final String SELECT = """
             select s.position, s.other_position, s.conname, s.composable, s.convalidated, s.needs_index, s.short_name,
                    pg_catalog.concat(s.other_tenant, ', ', s.unique_columns), s.definition,
                    pg_catalog.pg_get_constraintdef(s.oid),
                    coalesce((select case when p.convalidated then 'valid' else 'pending' end
                                from pg_catalog.pg_constraint p
                               where p.conrelid = s.own::pg_catalog.regclass and p.contype = 'f'
                                 and p.conname = s.pending_name), 'none'),
                    s.pending_name
               from (select *, 'tenant_rls_' || pg_catalog.md5(conname) as pending_name from step) s
              order by s.position, s.conname""";

    /** Reads all of them. */
    static List<ForeignKey> read(PlanCatalog catalog, List<TableState> tables) throws SQLException {
        if (tables.isEmpty()) {
            return List.of();
        }
        String rows = IntStream.range(0, tables.size())
                .mapToObj(number -> row(tables.get(number).table(), number + 1))
                .collect(Collectors.joining(", "));
        return catalog.list(
                TenantKeys.planned("(values " + rows + ") as w (name, tenant_column, position)") + SELECT,
                ForeignKey::of);
    }

    private static String row(TenantTable table, int position) {
        return "(" + literal(table.sqlName()) + ", " + literal(table.column()) + ", " + position + ")";
    }

    private static ForeignKey of(ResultSet row) throws SQLException {
        return new ForeignKey(
                row.getInt(1),
                row.getInt(2),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12));
    }

    String quotedName() {
        return quote(name);
    }
}
