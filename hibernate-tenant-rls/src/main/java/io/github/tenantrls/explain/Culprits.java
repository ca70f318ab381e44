// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What in a condition may not be evaluated before the policies of a table: operators and functions that are not leakproof,
 * which could tell of rows that the policies hide. Not thread-safe.
 */
final class Culprits {

    private static final String OPERATORS = """
            select o.oprname || ' (' || p.oid::pg_catalog.regprocedure || ')', p.proleakproof
            from pg_catalog.pg_operator o join pg_catalog.pg_proc p on p.oid = o.oprcode
            where o.oprname = ? and (?::pg_catalog.oid is null or o.oprleft = ?::pg_catalog.oid)
            order by o.oprright = coalesce(?::pg_catalog.oid, o.oprleft) desc, o.oprright = o.oprleft desc, o.oid
            limit 1""";

    private static final String FUNCTIONS = """
            select p.oid::pg_catalog.regprocedure::pg_catalog.text, p.proleakproof
            from pg_catalog.pg_proc p
            where p.proname = ? and p.prokind = 'f'
              and (?::pg_catalog.oid is null or p.proargtypes[0] = ?::pg_catalog.oid)
            order by pg_catalog.pg_function_is_visible(p.oid) desc, p.oid limit 1""";

    private static final Pattern ELEMENTS = Pattern.compile("(?s)(?:ANY|ALL) \\((.*)\\)");

    private final Connection connection;
    private final Scan scan;

    Culprits(Connection connection, Scan scan) {
        this.connection = connection;
        this.scan = scan;
    }

    /** What keeps a condition from being evaluated first, as {@code ~~ (textlike(text,text))} or {@code lower(text)}. */
    List<String> of(Condition condition) throws SQLException {
        Set<String> found = new LinkedHashSet<>();
        for (Condition.Comparison comparison : condition.comparisons()) {
            String left = type(comparison.left());
            String right = type(elements(comparison.right()));
            add(found, OPERATORS, comparison.operator(), left, left, right);
        }
        for (Condition.Call call : condition.calls()) {
            String argument = type(call.argument());
            add(found, FUNCTIONS, call.function(), argument, argument);
        }
        return new ArrayList<>(found);
    }

    private static String elements(String right) {
        var matcher = ELEMENTS.matcher(right);
        return matcher.matches() ? "(" + matcher.group(1) + ")[1]" : right;
    }

    private void add(Set<String> found, String sql, @Nullable String... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                if (row.next() && !row.getBoolean(2)) {
                    found.add(row.getString(1));
                }
            }
        }
    }

    /** The type of an expression over the table's columns; null if it is about something else too. */
    private @Nullable String type(String expression) throws SQLException {
        Savepoint before = connection.setSavepoint();
        String sql = "select pg_catalog.pg_typeof(" + expression + ")::pg_catalog.oid from (select 1) as one left join "
                + Sql.name(scan.schema(), scan.table()) + " as " + Sql.name(scan.alias()) + " on false";
        try (var query = connection.createStatement()) {
            query.setEscapeProcessing(false);
            try (ResultSet row = query.executeQuery(sql)) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            return null;
        } finally {
            connection.rollback(before);
        }
    }
}
