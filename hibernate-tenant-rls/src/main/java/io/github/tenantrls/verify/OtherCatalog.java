// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what the tables of the entities are that are not tenant-scoped. */
final class OtherCatalog {

    /** Where the column is the primary key, the table is that of the tenants themselves. */
    private static final String OTHERS = """
            select w.position, n.nspname, c.relname,
                   exists (
                     select from pg_catalog.pg_attribute a
                      where a.attrelid = c.oid and a.attname = w.tenant_column and not a.attisdropped
                        and not exists (
                          select from pg_catalog.pg_index i
                           where i.indrelid = c.oid and i.indisprimary and i.indnkeyatts = 1
                             and i.indkey[0] = a.attnum)),
                   exists (
                     select from pg_catalog.pg_policy p
                      where p.polrelid = c.oid and pg_catalog.strpos(
                        pg_catalog.concat(pg_catalog.pg_get_expr(p.polqual, p.polrelid),
                          pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)), {variable}) > 0)
              from {tables}
              join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name) and c.relkind in ('r', 'p', 'f')
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where pg_catalog.has_schema_privilege(n.oid, 'usage')
               and (pg_catalog.has_table_privilege(c.oid, 'select, insert, update, delete')
                 or pg_catalog.has_any_column_privilege(c.oid, 'select, insert, update'))
             order by w.position""".replace("{tables}", CatalogQuery.WANTED);

    private OtherCatalog() {}

    static List<OtherFacts> read(CatalogQuery catalog, String variable) throws SQLException {
        List<OtherFacts> found = new ArrayList<>();
        catalog.ofTables(
                OTHERS.replace("{variable}", SqlName.literal(variable)),
                row -> found.add(new OtherFacts(
                        catalog.table(row.getInt(1)).at(row.getString(2), row.getString(3)),
                        row.getBoolean(4),
                        row.getBoolean(5))));
        return found;
    }
}
