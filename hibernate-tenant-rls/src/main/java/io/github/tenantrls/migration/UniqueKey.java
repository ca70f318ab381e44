// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A unique key that holds over all tenants. Immutable.
 *
 * @param oid the number of its index
 * @param name its name
 * @param constraint whether it is a constraint, and not only an index
 * @param oldDefinition the definition of the constraint, or the statement that makes the index
 * @param newDefinition the definition of the constraint with the tenant in front
 * @param pendingName the name under which the new index is made, until it takes the place of the old one
 * @param pendingColumns what follows the table's name in the statement that makes the new index
 * @param pendingIsThere whether it is made already
 * @param deferrable how the constraint is checked
 */
record UniqueKey(
        String oid,
        String name,
        boolean constraint,
        String oldDefinition,
        String newDefinition,
        String pendingName,
        String pendingColumns,
        boolean pendingIsThere,
        String deferrable) {

    /** Definitions are those that the server prints, with the tenant put behind the first bracket. */
    private static final String QUERY = """
            select x.oid::pg_catalog.text, x.relname, k.oid is not null,
                   coalesce(pg_catalog.pg_get_constraintdef(k.oid), case when x.relkind <> 'I' then pg_catalog.pg_get_indexdef(x.oid)
                     else pg_catalog.overlay(pg_catalog.pg_get_indexdef(x.oid), '', -- without "only"
                       1 + pg_catalog.length(pg_catalog.format('create unique index %I on ', x.relname)), 5) end),
                   pg_catalog.overlay(pg_catalog.pg_get_constraintdef(k.oid), '(' || {tenant} || ', ',
                     pg_catalog.strpos(pg_catalog.pg_get_constraintdef(k.oid), '('), 1),
                   p.pending_name,
                   ' using btree (' || {tenant} || ', ' || pg_catalog.substr(pg_catalog.pg_get_indexdef(x.oid),
                     1 + pg_catalog.length(pg_catalog.format('create unique index %I on %s%I.%I using btree (', x.relname,
                       case when x.relkind = 'I' then 'only ' else '' end, n.nspname, c.relname))),
                   exists (select from pg_catalog.pg_class o join pg_catalog.pg_index oi on oi.indexrelid = o.oid
                            where o.relnamespace = c.relnamespace and o.relname = p.pending_name
                              and oi.indrelid = c.oid and oi.indisvalid),
                   case when k.condeferrable then ' deferrable' else '' end
                     || case when k.condeferred then ' initially deferred' else '' end
              from pg_catalog.pg_index i
              join pg_catalog.pg_class c on c.oid = i.indrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_class x on x.oid = i.indexrelid
              join pg_catalog.pg_am m on m.oid = x.relam and m.amname = 'btree'
              left join pg_catalog.pg_constraint k
                on k.conrelid = c.oid and k.conindid = x.oid and k.contype = 'u'
              left join pg_catalog.pg_attribute a
                on a.attrelid = c.oid and a.attname = {column} and not a.attisdropped
             cross join lateral (select 'tenant_rls_' || pg_catalog.md5(x.relname) as pending_name) p
             where c.oid = ?::pg_catalog.oid and i.indisunique and not i.indisprimary and i.indisvalid
               and not i.indisreplident
               and x.relname <> all (select 'tenant_rls_' || pg_catalog.md5(o.relname)
                                       from pg_catalog.pg_index oi join pg_catalog.pg_class o on o.oid = oi.indexrelid
                                      where oi.indrelid = c.oid)
               and coalesce(a.attnum, 0::pg_catalog.int2) <> all (
                     case when a.attnum is null then '{}'::int2[] else (i.indkey::int2[])[0:i.indnkeyatts - 1] end)
               and (i.indexprs is null or a.attnum is null
                 or pg_catalog.strpos(i.indexprs::pg_catalog.text, ':varattno ' || a.attnum || ' ') = 0)
             order by x.relname""";

    /** Reads those of a table. */
    static List<UniqueKey> read(PlanCatalog catalog, TableState table) throws SQLException {
        String query = QUERY.replace("{tenant}", literal(quote(table.table().column())))
                .replace("{column}", literal(table.table().column()));
        return catalog.list(query, UniqueKey::of, table.oid());
    }

    private static UniqueKey of(ResultSet row) throws SQLException {
        return new UniqueKey(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                String.valueOf(row.getString(5)),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8),
                row.getString(9));
    }
}
