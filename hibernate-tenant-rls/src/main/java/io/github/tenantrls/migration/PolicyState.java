// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is. Immutable.
 *
 * @param name its name
 * @param permissive whether it is permissive
 * @param command as in {@code pg_policy.polcmd}
 * @param roles the roles that it is for; none if it is for all
 * @param using the condition for rows that are seen, as the server prints it
 * @param check the condition for rows that are written
 */
record PolicyState(
        String name,
        boolean permissive,
        String command,
        List<String> roles,
        @Nullable String using,
        @Nullable String check) {

    private static final String QUERY = """
            select p.polname, p.polpermissive, p.polcmd,
                   array(select pg_catalog.pg_get_userbyid(r.oid)::pg_catalog.text
                           from pg_catalog.unnest(p.polroles) as r (oid) where r.oid <> 0 order by 1),
                   pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
              from pg_catalog.pg_policy p
             where p.polrelid = ?::pg_catalog.oid
             order by p.polname""";

    static List<PolicyState> read(PlanCatalog catalog, TableState table) throws SQLException {
        return catalog.list(QUERY, PolicyState::of, table.oid());
    }

    private static PolicyState of(ResultSet row) throws SQLException {
        return new PolicyState(
                row.getString(1),
                row.getBoolean(2),
                row.getString(3),
                PlanCatalog.texts(row, 4),
                row.getString(5),
                row.getString(6));
    }

    /** Whether it is for all commands, and both conditions are one of these. */
    boolean hasConditions(List<String> conditions) {
        return command.equals("*")
                && using != null
                && conditions.contains(using)
                && (check == null || conditions.contains(check));
    }

    /** The statement that makes it. */
    String create(String table) {
        return "create policy " + quote(name) + " on " + table + (permissive ? "" : " as restrictive") + " for "
                + commandName() + " to "
                + (roles.isEmpty()
                        ? "public"
                        : roles.stream().map(role -> quote(role)).collect(Collectors.joining(", ")))
                + (using == null ? "" : " using (" + using + ")")
                + (check == null ? "" : " with check (" + check + ")");
    }

    private String commandName() {
        return switch (command) {
            case "r" -> "select";
            case "a" -> "insert";
            case "w" -> "update";
            case "d" -> "delete";
            default -> "all";
        };
    }
}
