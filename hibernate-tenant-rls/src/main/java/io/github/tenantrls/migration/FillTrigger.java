// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.schema.TenantTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

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

    /** The name of the trigger. */
    static final String NAME = "tenant_fill";

    private static final int MAX_BYTES = 63;
    private static final String BODY = """
            begin
              if new.{column} is null then
                new.{column} := (select {value} from (select new.*) as t);
              elsif tg_op = 'UPDATE' and new.{column} is not distinct from old.{column} then
                new.{column} := case when {kept} then new.{column} else (select {value} from (select new.*) as t) end;
              end if;
              return new;
            end
            """;

    private final TenantTable table;
    private final String function;

    FillTrigger(TenantTable table) {
        this.table = table;
        this.function = quote(String.valueOf(table.schema())) + "." + quote(name(table.name()));
    }

    List<String> create(Fill fill, String searchPath) {
        String body = BODY.replace("{kept}", kept(fill))
                .replace("{column}", quote(table.column()))
                .replace("{value}", fill.value());
        return List.of(
                "create or replace function " + function + "() returns trigger language plpgsql security definer"
                        + " set search_path = " + searchPath + " as " + literal(body),
                "create trigger " + NAME + " before insert or update"
                        + (fill.columns().isEmpty() ? "" : " of " + columns(fill)) + " on " + table.sqlName()
                        + " for each row execute function " + function + "()");
    }

    List<String> drop() {
        return List.of(
                "drop trigger if exists " + NAME + " on " + table.sqlName(),
                "drop function if exists " + function + "()");
    }

    /** What no expression is affected by leaves the tenant as it is, though it may have been set by other means. */
    private static String kept(Fill fill) {
        return fill.columns().isEmpty()
                ? "(select {value} from (select old.*) as t) is not distinct from (select {value} from (select new.*) as t)"
                : fill.columns().stream()
                        .map(column -> "new." + quote(column) + " is null")
                        .collect(Collectors.joining(" or "));
    }

    private static String columns(Fill fill) {
        return fill.columns().stream().map(column -> quote(column)).collect(Collectors.joining(", "));
    }

    private static String name(String table) {
        String name = NAME + "_" + table;
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_BYTES ? name : NAME + "_" + UUID.nameUUIDFromBytes(bytes);
    }
}
