// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a row of each table needs, in three queries, however many tables there are. */
final class ProbeCatalog {

    private static final String TABLES = """
            with recursive wanted as (
              select w.position, w.tenant_column, pg_catalog.to_regclass(w.name)::pg_catalog.oid as oid from %s
            ), reached as (
              select oid from wanted where oid is not null
               union
              select f.confrelid from reached r
                join pg_catalog.pg_constraint f on f.conrelid = r.oid and f.contype = 'f'
            )
            select c.oid, w.position, w.tenant_column, n.nspname, c.relname, c.relkind,
                   pg_catalog.has_any_column_privilege(c.oid, 'select'),
                   pg_catalog.has_any_column_privilege(c.oid, 'insert'),
                   pg_catalog.has_table_privilege(c.oid, 'delete')
              from reached r
              join pg_catalog.pg_class c on c.oid = r.oid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join wanted w on w.oid = r.oid""".formatted(CatalogQuery.WANTED);

    /** A domain may be made of a domain; a third level is taken for the base type, and its own checks are not known. */
    private static final String COLUMNS = """
            select a.attrelid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
                   case when t.typtype = 'd' then pg_catalog.format_type(b.oid, m.modifier)
                        else pg_catalog.format_type(a.atttypid, a.atttypmod) end,
                   b.typname, b.typcategory,
                   (select e.typname from pg_catalog.pg_type e
                     where e.oid = case when b.typtype = 'r'
                       then (select r.rngsubtype from pg_catalog.pg_range r where r.rngtypid = b.oid)
                       else b.typelem end),
                   m.modifier,
                   (select count(*) from pg_catalog.pg_attribute x
                     where b.typrelid <> 0 and x.attrelid = b.typrelid and x.attnum > 0 and not x.attisdropped),
                   array(select l.enumlabel::pg_catalog.text from pg_catalog.pg_enum l
                          where l.enumtypid in (b.oid, b.typelem) order by l.enumsortorder limit 20),
                   (select pg_catalog.string_agg(pg_catalog.pg_get_constraintdef(k.oid), ' ')
                      from pg_catalog.pg_constraint k where k.contypid in (t.oid, d.oid)),
                   a.attnotnull or t.typnotnull,
                   coalesce(pg_catalog.pg_get_expr(f.adbin, f.adrelid), t.typdefault),
                   f.oid is not null or t.typdefault is not null or a.attidentity <> '',
                   a.attidentity <> '', a.attgenerated <> '',
                   pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'update')
              from pg_catalog.pg_attribute a
              join pg_catalog.pg_type t on t.oid = a.atttypid
              left join pg_catalog.pg_type d on d.oid = t.typbasetype and t.typtype = 'd'
              join pg_catalog.pg_type b on b.oid = case when d.typtype = 'd' then d.typbasetype
                                                        when t.typtype = 'd' then d.oid else t.oid end
              cross join lateral (select greatest(a.atttypmod, t.typtypmod, d.typtypmod)) as m (modifier)
              left join pg_catalog.pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
             where a.attrelid = any (?::pg_catalog.oid[]) and a.attnum > 0 and not a.attisdropped
             order by a.attrelid, a.attnum""";

    /** What a key has beside for each partition that it refers to is left out; of partitions, thirty are enough. */
    private static final String CONSTRAINTS = """
            select c.conrelid, c.conname, c.contype, pg_catalog.pg_get_expr(c.conbin, c.conrelid),
                   array(select a.attname::pg_catalog.text
                           from pg_catalog.unnest(c.conkey) with ordinality as k (number, position)
                           join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
                          order by k.position),
                   c.confrelid,
                   array(select a.attname::pg_catalog.text
                           from pg_catalog.unnest(c.confkey) with ordinality as k (number, position)
                           join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number
                          order by k.position),
                   c.condeferrable
              from pg_catalog.pg_constraint c
             where c.conrelid = any (?::pg_catalog.oid[]) and c.contype in ('c', 'f')
               and not exists (select from pg_catalog.pg_constraint p
                                where p.oid = c.conparentid and p.conrelid = c.conrelid)
             union all
            select c.oid, 'bounds of the partitions', 'p',
                   (select pg_catalog.string_agg('(' || pg_catalog.pg_get_partition_constraintdef(l.relid) || ')', ' or ')
                      from (select relid from pg_catalog.pg_partition_tree(c.oid) where isleaf limit 30) l),
                   '{}', 0::pg_catalog.oid, '{}', false
              from pg_catalog.pg_class c
             where c.oid = any (?::pg_catalog.oid[]) and (c.relkind = 'p' or c.relispartition)""";

    private final CatalogQuery catalog;
    private final Map<Long, List<ProbeColumn>> columns = new HashMap<>();
    private final Map<Long, List<ProbeCheck>> checks = new HashMap<>();
    private final Map<Long, List<ProbeForeignKey>> keys = new HashMap<>();

    private ProbeCatalog(CatalogQuery catalog) {
        this.catalog = catalog;
    }

    static ProbeSchema read(CatalogQuery catalog) throws SQLException {
        return new ProbeCatalog(catalog).read();
    }

    private ProbeSchema read() throws SQLException {
        Map<Integer, Long> wanted = new LinkedHashMap<>();
        Map<Long, ProbeTable> tables = new LinkedHashMap<>();
        catalog.ofTables(TABLES, row -> {
            ProbeTable table = table(row);
            tables.put(table.oid(), table);
            if (table.tenantColumn() != null) {
                wanted.put(row.getInt(2), table.oid());
            }
        });
        String oids = tables.keySet().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        catalog.forEach(COLUMNS, this::column, oids);
        catalog.forEach(CONSTRAINTS, this::constraint, oids, oids);
        return new ProbeSchema(tables, wanted);
    }

    /** Its columns and constraints come later, by the other queries. */
    private ProbeTable table(ResultSet row) throws SQLException {
        long oid = row.getLong(1);
        int position = row.getInt(2);
        return new ProbeTable(
                oid,
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(3),
                catalog.table(Math.max(position, 1)).columnType(),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9),
                columns.computeIfAbsent(oid, key -> new ArrayList<>()),
                checks.computeIfAbsent(oid, key -> new ArrayList<>()),
                keys.computeIfAbsent(oid, key -> new ArrayList<>()));
    }

    private void column(ResultSet row) throws SQLException {
        ProbeColumn column = new ProbeColumn(
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                text(row.getString(7)),
                row.getInt(8),
                row.getInt(9),
                names(row, 10),
                row.getString(11),
                row.getBoolean(12),
                row.getString(13),
                row.getBoolean(14),
                row.getBoolean(15),
                row.getBoolean(16),
                row.getBoolean(17));
        of(columns, row).add(column);
    }

    private void constraint(ResultSet row) throws SQLException {
        @Nullable String expression = row.getString(4);
        switch (row.getString(3)) {
            case "f" ->
                of(keys, row)
                        .add(new ProbeForeignKey(
                                row.getString(2), names(row, 5), row.getLong(6), names(row, 7), row.getBoolean(8)));
            case "c" ->
                of(checks, row)
                        .add(new ProbeCheck("check constraint " + row.getString(2), text(expression), names(row, 5)));
            default -> {
                if (expression != null) {
                    of(checks, row).add(new ProbeCheck(row.getString(2), expression, namedIn(expression, row)));
                }
            }
        }
    }

    /** The catalog does not say which columns the bounds of partitions are about; one too many does no harm. */
    private List<String> namedIn(String expression, ResultSet row) throws SQLException {
        return of(columns, row).stream()
                .map(ProbeColumn::name)
                .filter(name -> expression.contains(name.replace("\"", "\"\"")))
                .toList();
    }

    private static <T> List<T> of(Map<Long, List<T>> all, ResultSet row) throws SQLException {
        return all.computeIfAbsent(row.getLong(1), key -> new ArrayList<>());
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        return Stream.of((Object[]) row.getArray(column).getArray())
                .map(String::valueOf)
                .toList();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
