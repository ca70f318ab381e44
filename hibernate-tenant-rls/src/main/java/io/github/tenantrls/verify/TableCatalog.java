// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTableDdl;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads what the tables themselves are. */
final class TableCatalog {

    /** Names are looked up as they are for a statement of the application: through the search path of the connection. */
    private static final String TABLES = """
            select w.position, n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
                   pg_catalog.pg_has_role(c.relowner, 'usage'), a.attnum is not null,
                   array (
                     select s.name::pg_catalog.text
                       from pg_catalog.unnest(pg_catalog.current_schemas(false)) with ordinality as s (name, place)
                       join pg_catalog.pg_namespace sn on sn.nspname = s.name
                       join pg_catalog.pg_class sc on sc.relnamespace = sn.oid and sc.relname = c.relname
                        and sc.relkind in ('r', 'p', 'v', 'm', 'f')
                      order by s.place),
                   array (
                     select o.attname::pg_catalog.text
                       from pg_catalog.pg_attribute o join pg_catalog.pg_type t on t.oid = o.atttypid
                      where o.attrelid = c.oid and o.attnum > 0
                        and 'pg_catalog.oid'::pg_catalog.regtype in (t.oid, t.typbasetype)
                      order by o.attnum)
              from %s
              join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_attribute a
                on a.attrelid = c.oid and a.attname = w.tenant_column and not a.attisdropped""".formatted(CatalogQuery.WANTED);

    private final CatalogQuery catalog;
    private final StructureCatalog structure;
    private final Function<TenantTable, TenantTableDdl> ddl;

    TableCatalog(CatalogQuery catalog, StructureCatalog structure, Function<TenantTable, TenantTableDdl> ddl) {
        this.catalog = catalog;
        this.structure = structure;
        this.ddl = ddl;
    }

    /** The tables that exist, by their numbers. */
    Map<Integer, TableFacts> read(Map<Integer, TablePolicies> policies) throws SQLException {
        Map<Integer, TableFacts> found = new HashMap<>();
        catalog.ofTables(TABLES, row -> {
            int position = row.getInt(1);
            found.put(position, facts(row, position, policies.getOrDefault(position, TablePolicies.NONE)));
        });
        return found;
    }

    private TableFacts facts(ResultSet row, int position, TablePolicies policies) throws SQLException {
        TenantTable wanted = catalog.table(position);
        TenantTable table = wanted.at(row.getString(2), row.getString(3));
        return new TableFacts(
                table,
                ddl.apply(table),
                true,
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                wanted.schema() == null ? CatalogQuery.texts(row, 9) : List.of(row.getString(2)),
                structure.of(position, CatalogQuery.texts(row, 10)),
                policies);
    }

    /** A table that the role cannot find. */
    TableFacts missing(TenantTable table) {
        return new TableFacts(
                table,
                ddl.apply(table),
                false,
                "",
                false,
                false,
                false,
                false,
                List.of(),
                TableStructure.NONE,
                TablePolicies.NONE);
    }
}
