// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.schema.TenantTable;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * The trigger that fills the tenant column of rows that an application without tenants inserts, or moves to another parent,
 * until the policies are in force. Immutable.
 *
 * <p>A row that is moved to a parent which has no tenant as yet has none either, and is filled after its parent; one that
 * refers to no parent any longer keeps its tenant.
 *
 * <p>Its function works as whoever migrates: the application may not be allowed to read the table that tells the tenant.
 */
final class FillTrigger {

    /** The name of the trigger: triggers fire in the order of their names, and those of the table may change the row. */
    static final String NAME = "~tenant_fill";

    private static final String FUNCTION = "tenant_fill_";
    private static final int MAX_BYTES = 63;
    private static final String BODY = """
            begin
              if new.{column} is null then
                new.{column} := (select {value} from {new} as t);
              elsif tg_op = 'UPDATE' and new.{column} is not distinct from old.{column} then
                new.{column} := case when {kept} then new.{column} else (select {value} from {new} as t) end;
              end if;
              return new;
            end
            """;

    /** The columns of a row whose generated ones are not computed yet. */
    private static final String ROW = """
            select '(select ' || pg_catalog.string_agg(
                     case when a.attgenerated = '' then 'n.' || pg_catalog.quote_ident(a.attname)
                     else '(' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) || ')::'
                       || pg_catalog.format_type(a.atttypid, a.atttypmod) || ' as ' || pg_catalog.quote_ident(a.attname)
                     end, ', ' order by a.attnum)
              from pg_catalog.pg_attribute a
              left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
             where a.attrelid = ?::pg_catalog.oid and a.attname <> ? and a.attnum > 0 and not a.attisdropped
            having pg_catalog.bool_or(a.attgenerated <> '')""";

    private static final String IS_THERE = """
            select 1 from pg_catalog.pg_trigger g join pg_catalog.pg_proc f on f.oid = g.tgfoid
             where g.tgrelid = ?::pg_catalog.oid and g.tgname = ? and not g.tgisinternal and f.prosrc = ?""";

    private final PlanContext context;
    private final TableState state;
    private final TenantTable table;
    private final String function;

    FillTrigger(PlanContext context, TableState state) {
        this.context = context;
        this.state = state;
        this.table = state.table();
        this.function = quote(String.valueOf(table.schema())) + "." + quote(name(table.name()));
    }

    /** Whether it is there and fills the column from this source, not from another of a run that broke off. */
    boolean isThere(Fill fill) throws SQLException {
        return context.catalog().any(IS_THERE, state.oid(), NAME, body(fill));
    }

    List<String> create(Fill fill) throws SQLException {
        return List.of(
                "create or replace function " + function + "() returns trigger language plpgsql security definer"
                        + " set search_path = " + context.session().searchPath() + " as " + literal(body(fill)),
                "revoke all on function " + function
                        + "() from public", // whoever may run it can put it on tables of its own
                "create trigger " + quote(NAME) + " before insert or update on " + table.sqlName()
                        + " for each row execute function " + function + "()");
    }

    List<String> drop() {
        return List.of(
                "drop trigger if exists " + quote(NAME) + " on " + table.sqlName(),
                "drop function if exists " + function + "()");
    }

    private String body(Fill fill) throws SQLException {
        return BODY.replace("{kept}", kept(fill))
                .replace("{new}", row("new"))
                .replace("{old}", row("old"))
                .replace("{column}", quote(table.column()))
                .replace("{value}", fill.value());
    }

    private String row(String name) throws SQLException {
        String plain = "(select " + name + ".*)";
        return context.catalog()
                .first(ROW, row -> row.getString(1), state.oid(), table.column())
                .map(columns -> columns + ", n.{column} from " + plain + " as n)")
                .orElse(plain);
    }

    /** What no expression is affected by leaves the tenant as it is, though it may have been set by other means. */
    private static String kept(Fill fill) {
        if (fill.columns().isEmpty()) {
            return "(select {value} from {old} as t) is not distinct from (select {value} from {new} as t)";
        }
        List<String> keys =
                fill.columns().stream().map(column -> "t." + quote(column)).toList();
        String columns = String.join(", ", keys);
        return "(select " + String.join(" is null or ", keys) + " is null from {new} as t) or (select row(" + columns
                + ") from {old} as t) is not distinct from (select row(" + columns + ") from {new} as t)";
    }

    private static String name(String table) {
        String name = FUNCTION + table;
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_BYTES ? name : FUNCTION + UUID.nameUUIDFromBytes(bytes);
    }
}
