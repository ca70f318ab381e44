// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTableDdl;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads what the tables themselves are. */
final class TableCatalog {

    /** Names are looked up as they are for a statement of the application: through the search path of the connection. */
    private static final String TABLES = """
            select w.position, n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
                   pg_catalog.pg_has_role(c.relowner, 'usage'), a.attnum is not null
              from %s
              join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_attribute a
                on a.attrelid = c.oid and a.attname = w.tenant_column and not a.attisdropped""".formatted(CatalogQuery.WANTED);

    private final CatalogQuery catalog;
    private final Function<TenantTable, TenantTableDdl> ddl;

    TableCatalog(CatalogQuery catalog, Function<TenantTable, TenantTableDdl> ddl) {
        this.catalog = catalog;
        this.ddl = ddl;
    }

    /** The tables that exist, by their numbers. */
    Map<Integer, TableFacts> read(Map<Integer, TablePolicies> policies) throws SQLException {
        Map<Integer, TableFacts> found = new HashMap<>();
        catalog.ofTables(TABLES, row -> {
            int position = row.getInt(1);
            TenantTable table = catalog.table(position).at(row.getString(2), row.getString(3));
            found.put(position, facts(row, table, policies.getOrDefault(position, TablePolicies.NONE)));
        });
        return found;
    }

    private TableFacts facts(ResultSet row, TenantTable table, TablePolicies policies) throws SQLException {
        return new TableFacts(
                table,
                ddl.apply(table),
                true,
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                policies);
    }

    /** A table that the role cannot find. */
    TableFacts missing(TenantTable table) {
        return new TableFacts(table, ddl.apply(table), false, "", false, false, false, false, TablePolicies.NONE);
    }
}
