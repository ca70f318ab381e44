// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantKeys;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the foreign keys and unique indexes of all tables that do not contain the tenant. */
final class KeyCatalog {

    private static final String KEYS = TenantKeys.query(CatalogQuery.WANTED)
            + " select position, conname, columns, referenced_table, acts, index_step, key_step from step"
            + " order by conname";

    /**
     * New definitions are made of those that the server prints, with the tenant put behind the first bracket. That an
     * expression uses the tenant stands in its tree only: the index depends on columns that it includes, too.
     */
    private static final String UNIQUES = """
            with wanted as (
              select w.position, c.oid, a.attnum, n.nspname, pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
                     pg_catalog.quote_ident(a.attname) as tenant
                from {tables}
                join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = w.tenant_column
                 and not a.attisdropped)
            select t.position, x.relname,
                   pg_catalog.array_to_string(array (
                     select pg_catalog.pg_get_indexdef(i.indexrelid, n, true)
                       from pg_catalog.generate_series(1, i.indnkeyatts) n), ', '),
                   exists (
                     select from pg_catalog.unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) as k (attnum)
                      where exists (
                        select from pg_catalog.pg_index p
                         where p.indrelid = t.oid and p.indisprimary and k.attnum = any (p.indkey::int2[]))
                        or exists (
                        select from pg_catalog.pg_constraint f
                         where f.conrelid = t.oid and f.contype = 'f' and k.attnum = any (f.conkey)
                           and f.confrelid in (select oid from wanted))),
                   case when u.conname is not null then pg_catalog.format(
                     'alter table %1$s drop constraint %2$I, add constraint %2$I %3$s', t.name, u.conname,
                     pg_catalog.overlay(
                       u.definition, '(' || t.tenant || ', ', pg_catalog.strpos(u.definition, '('), 1)) end,
                   pg_catalog.format('drop index %I.%I', t.nspname, x.relname),
                   pg_catalog.format('create unique index %I on %s using btree (%s, ', x.relname, t.name, t.tenant)
                     || pg_catalog.substr(pg_catalog.pg_get_indexdef(i.indexrelid), 1 + pg_catalog.length(
                       pg_catalog.format('create unique index %I on %s%s using btree (', x.relname,
                         case when x.relkind = 'I' then 'only ' else '' end, t.name)))
              from wanted t
              join pg_catalog.pg_index i on i.indrelid = t.oid and i.indisunique and not i.indisprimary
              join pg_catalog.pg_class x on x.oid = i.indexrelid
              join pg_catalog.pg_am m on m.oid = x.relam and m.amname = 'btree'
              left join lateral (
                select k.conname, pg_catalog.pg_get_constraintdef(k.oid) as definition
                  from pg_catalog.pg_constraint k
                 where k.conrelid = t.oid and k.conindid = i.indexrelid and k.contype = 'u') u on true
             where t.attnum <> all ((i.indkey::int2[])[0:i.indnkeyatts - 1])
               and (i.indexprs is null
                 or pg_catalog.strpos(i.indexprs::pg_catalog.text, ':varattno ' || t.attnum || ' ') = 0)
             order by x.relname""".replace("{tables}", CatalogQuery.WANTED);

    private KeyCatalog() {}

    /** The foreign keys, by the number of the table that refers. */
    static Map<Integer, List<KeyFacts>> keys(CatalogQuery catalog) throws SQLException {
        Map<Integer, List<KeyFacts>> found = new HashMap<>();
        catalog.ofTables(
                KEYS,
                row -> found.computeIfAbsent(row.getInt(1), position -> new ArrayList<>())
                        .add(new KeyFacts(
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getBoolean(5),
                                Stream.of(row.getString(6), row.getString(7))
                                        .flatMap(Stream::ofNullable)
                                        .toList())));
        return found;
    }

    /** The unique indexes, by the number of their table. */
    static Map<Integer, List<UniqueFacts>> uniques(CatalogQuery catalog) throws SQLException {
        Map<Integer, List<UniqueFacts>> found = new HashMap<>();
        catalog.ofTables(UNIQUES, row -> {
            String constraint = row.getString(5);
            found.computeIfAbsent(row.getInt(1), position -> new ArrayList<>())
                    .add(new UniqueFacts(
                            row.getString(2),
                            row.getString(3),
                            row.getBoolean(4),
                            constraint == null ? List.of(row.getString(6), row.getString(7)) : List.of(constraint)));
        });
        return found;
    }
}
