// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Reads what the tenant columns of all tables are. */
final class ColumnCatalog {

    /** Of the bits in {@code tgtype}, 1 is "for each row", 2 "before" and 4 "insert". */
    private static final String COLUMNS = """
            select w.position, not a.attnotnull or exists (
                     select from pg_catalog.pg_constraint k
                      where k.conrelid = a.attrelid and k.contype = 'n' and a.attnum = any (k.conkey)
                        and not k.convalidated),
                   case when t.typtype <> 'd' then t.typname else (
                     with recursive base as (
                       select t.typname, t.typbasetype
                       union all
                       select n.typname, n.typbasetype from base b
                         join pg_catalog.pg_type n on n.oid = b.typbasetype)
                     select typname from base where typbasetype = 0) end,
                   exists (
                     select from pg_catalog.pg_index i
                       join pg_catalog.pg_class x on x.oid = i.indexrelid
                       join pg_catalog.pg_am m on m.oid = x.relam
                      where i.indrelid = a.attrelid and i.indkey[0] = a.attnum and i.indisvalid and i.indpred is null
                        and m.amname in ('btree', 'hash')),
                   a.attgenerated <> '' or exists (
                     select from pg_catalog.pg_attrdef d
                      where d.adrelid = a.attrelid and d.adnum = a.attnum
                        and (pg_catalog.strpos(pg_catalog.pg_get_expr(d.adbin, d.adrelid), {variable}) > 0
                          or exists (
                            select from pg_catalog.pg_depend f
                             where f.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and f.objid = d.oid
                               and f.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass))),
                   exists (
                     select from pg_catalog.pg_trigger g
                      where g.tgrelid = a.attrelid and not g.tgisinternal and g.tgtype & 7 = 7),
                   array (
                     select g.tgname::pg_catalog.text
                       from pg_catalog.pg_trigger g join pg_catalog.pg_proc f on f.oid = g.tgfoid
                      where g.tgrelid = a.attrelid and not g.tgisinternal and g.tgtype & 3 = 3
                        and g.tgenabled in ('D', 'R')
                        and pg_catalog.strpos(f.prosrc || pg_catalog.encode(g.tgargs, 'escape'), a.attname) > 0
                      order by g.tgname),
                   array (
                     select p.polname::pg_catalog.text from pg_catalog.pg_policy p
                      where p.polrelid = a.attrelid and (
                        -- counted, as the server may turn "exists" around and read those of all policies
                        select pg_catalog.count(*) from pg_catalog.pg_depend d
                         where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
                           and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                           and d.refobjid = a.attrelid and d.refobjsubid = a.attnum) > 0
                      order by p.polname)
              from {tables}
              join pg_catalog.pg_attribute a on a.attrelid = pg_catalog.to_regclass(w.name)
               and a.attname = w.tenant_column and not a.attisdropped
              join pg_catalog.pg_type t on t.oid = a.atttypid""".replace("{tables}", CatalogQuery.WANTED);

    private ColumnCatalog() {}

    /** The tenant columns that exist, by the number of their table. */
    static Map<Integer, ColumnFacts> read(CatalogQuery catalog, String variable) throws SQLException {
        Map<Integer, ColumnFacts> found = new HashMap<>();
        catalog.ofTables(
                COLUMNS.replace("{variable}", SqlName.literal(variable)),
                row -> found.put(
                        row.getInt(1),
                        new ColumnFacts(
                                row.getString(3),
                                row.getBoolean(2),
                                row.getBoolean(4),
                                row.getBoolean(5),
                                row.getBoolean(6),
                                CatalogQuery.texts(row, 7),
                                CatalogQuery.texts(row, 8))));
        return found;
    }
}
