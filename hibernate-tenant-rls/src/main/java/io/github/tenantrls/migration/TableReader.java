// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;

import io.github.tenantrls.schema.TenantTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what tables are. */
final class TableReader {

    /** The constraint that knows for {@link NotNullPlan} that no row lacks a tenant. */
    static final String NULL_CHECK = "tenant_not_null";

    private static final String TABLE = """
            select n.nspname, c.relname, c.oid::pg_catalog.text, c.relkind, c.relispartition,
                   pg_catalog.pg_get_userbyid(c.relowner), pg_catalog.pg_has_role(c.relowner, 'usage'),
                   c.relrowsecurity, c.relforcerowsecurity,
                   exists (select from pg_catalog.pg_trigger g
                            where g.tgrelid = c.oid and g.tgname = {trigger} and not g.tgisinternal),
                   array (
                     select k.attname::pg_catalog.text
                       from pg_catalog.pg_index i
                      cross join pg_catalog.unnest(i.indkey::int2[]) with ordinality as u (attnum, place)
                       join pg_catalog.pg_attribute k on k.attrelid = c.oid and k.attnum = u.attnum
                      where i.indrelid = c.oid and i.indisprimary and u.place <= i.indnkeyatts
                      order by u.place),
                   case when t.typtype <> 'd' then t.typname else (
                     with recursive base as (
                       select t.typname, t.typbasetype
                       union all
                       select b.typname, b.typbasetype from base
                         join pg_catalog.pg_type b on b.oid = base.typbasetype)
                     select typname from base where typbasetype = 0) end,
                   a.attnotnull and not exists (
                     select from pg_catalog.pg_constraint k
                      where k.conrelid = c.oid and k.contype = 'n' and k.conkey = array[a.attnum] and not k.convalidated),
                   a.attgenerated <> '', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                   pg_catalog.strpos(pg_catalog.pg_get_expr(d.adbin, d.adrelid), {variable}) > 0
                       and pg_catalog.strpos(pg_catalog.pg_get_expr(d.adbin, d.adrelid), 'COALESCE(') <> 1
                     or exists (select from pg_catalog.pg_depend f
                                 where f.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and f.objid = d.oid
                                   and f.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass),
                   (select k.convalidated from pg_catalog.pg_constraint k
                     where k.conrelid = c.oid and k.contype = 'c' and k.conname = {check}
                       and pg_catalog.pg_get_expr(k.conbin, k.conrelid)
                         = '(' || pg_catalog.quote_ident(a.attname) || ' IS NOT NULL)')
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_attribute a
                on a.attrelid = c.oid and a.attname = ? and a.attnum > 0 and not a.attisdropped
              left join pg_catalog.pg_type t on t.oid = a.atttypid
              left join pg_catalog.pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
             where c.relkind in ('r', 'p', 'v', 'm', 'f')
            """;

    private static final String BY_NAME = TABLE + " and n.nspname = ? and c.relname = ?";

    private static final String CHILDREN = TABLE + """
             and c.oid in (
              with recursive child as (
                select inhrelid from pg_catalog.pg_inherits where inhparent = ?::pg_catalog.oid
                union
                select i.inhrelid from child join pg_catalog.pg_inherits i on i.inhparent = child.inhrelid)
              select inhrelid from child)
             order by n.nspname, c.relname""";

    private final PlanCatalog catalog;
    private final String variable;

    TableReader(PlanCatalog catalog, String variable) {
        this.catalog = catalog;
        this.variable = variable;
    }

    /** The table of a name, whatever kind it is. */
    Optional<TableState> read(TenantTable table) throws SQLException {
        Optional<TableState> found = catalog.first(
                query(BY_NAME), row -> state(row, table), table.column(), String.valueOf(table.schema()), table.name());
        if (found.isEmpty()) {
            return found;
        }
        TableState state = found.get();
        List<TableState> children =
                catalog.list(query(CHILDREN), row -> state(row, table), table.column(), state.oid());
        return Optional.of(state.with(children));
    }

    private String query(String query) {
        return query.replace("{variable}", literal(literal(variable)))
                .replace("{trigger}", literal(FillTrigger.NAME))
                .replace("{check}", literal(NULL_CHECK));
    }

    private static TableState state(ResultSet row, TenantTable wanted) throws SQLException {
        return new TableState(
                wanted.at(row.getString(1), row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getString(6),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9),
                column(row),
                row.getBoolean(10),
                PlanCatalog.texts(row, 11),
                new ArrayList<>());
    }

    private static @Nullable ColumnState column(ResultSet row) throws SQLException {
        String type = row.getString(12);
        return type == null
                ? null
                : new ColumnState(
                        type, row.getBoolean(13), row.getBoolean(14), row.getString(15), row.getBoolean(16), (Boolean)
                                row.getObject(17));
    }
}
