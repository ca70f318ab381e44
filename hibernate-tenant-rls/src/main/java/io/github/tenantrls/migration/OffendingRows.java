// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/** Queries for the rows that a constraint does not hold for. */
final class OffendingRows {

    /** The columns of a key, in what the server says of it in any language. */
    private static final Pattern COLUMNS = Pattern.compile("\\((.+?)\\)=\\(");

    private static final String CONSTRAINT = """
            select pg_catalog.pg_get_expr(k.conbin, k.conrelid),
                   (select pg_catalog.format('(%s) is not null and not exists (select from %s as p where (%s) = (%1$s))',
                             pg_catalog.string_agg(pg_catalog.format('t.%I', a.attname), ', ' order by u.place),
                             k.confrelid::pg_catalog.regclass,
                             pg_catalog.string_agg(pg_catalog.format('p.%I', p.attname), ', ' order by u.place))
                      from rows from (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) with ordinality
                             as u (own, other, place)
                      join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.own
                      join pg_catalog.pg_attribute p on p.attrelid = k.confrelid and p.attnum = u.other)
              from pg_catalog.pg_constraint k
              join pg_catalog.pg_class c on c.oid = k.conrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = ? and c.relname = ? and k.conname = ?""";

    private final Connection connection;

    OffendingRows(Connection connection) {
        this.connection = connection;
    }

    /** A query, if enough is known for one. */
    @Nullable
    String query(SQLException failure, ServerErrorMessage error) {
        String table = error.getTable();
        if (table == null) {
            return null;
        }
        String name = quote(String.valueOf(error.getSchema())) + "." + quote(table);
        if (error.getColumn() != null) {
            return "select * from " + name + " where " + quote(error.getColumn()) + " is null";
        }
        return "23505".equals(failure.getSQLState()) ? twice(name, error) : byConstraint(name, error);
    }

    private static @Nullable String twice(String name, ServerErrorMessage error) {
        Matcher columns = COLUMNS.matcher(String.valueOf(error.getDetail()));
        return columns.find()
                ? "select " + columns.group(1) + ", count(*) from " + name + " group by " + columns.group(1)
                        + " having count(*) > 1"
                : null;
    }

    /** What is known of a constraint that is there; one that was rolled back with the step is not. */
    private @Nullable String byConstraint(String name, ServerErrorMessage error) {
        try (PreparedStatement query = connection.prepareStatement(CONSTRAINT)) {
            query.setString(1, error.getSchema());
            query.setString(2, error.getTable());
            query.setString(3, error.getConstraint());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? failing(name, rows) : null;
            }
        } catch (SQLException e) {
            return null;
        }
    }

    private static @Nullable String failing(String name, ResultSet constraint) throws SQLException {
        String check = constraint.getString(1);
        if (check != null) {
            return "select * from " + name + " where not (" + check + ")";
        }
        String unmatched = constraint.getString(2);
        return unmatched == null ? null : "select * from " + name + " as t where " + unmatched;
    }
}
