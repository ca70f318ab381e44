// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements within the probe's transaction, which works for the tenant that was bound last. Not thread-safe. */
final class ProbeSession {

    /** How long a statement waits for a lock that somebody else holds. */
    private static final String LOCK_TIMEOUT = "2s";

    private final Connection connection;
    private final String variable;

    ProbeSession(Connection connection, String variable) {
        this.connection = connection;
        this.variable = variable;
    }

    /** Until the transaction ends: does not wait for long, and leaves constraints unchecked that allow it. */
    void prepare() throws SQLException {
        set("lock_timeout", LOCK_TIMEOUT);
        update("set constraints all deferred", List.of());
    }

    /** Works for a tenant from now on, until the next savepoint before it is rolled back to. */
    void bind(String tenant) throws SQLException {
        set(variable, tenant);
    }

    /** Works for no tenant from now on. */
    void unbind() throws SQLException {
        set(variable, "");
    }

    /** The first row of a query, as texts. */
    Optional<List<@Nullable String>> first(String sql, List<@Nullable String> parameters) throws SQLException {
        List<List<@Nullable String>> rows = rows(sql, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    /** The rows of a query, as texts. */
    List<List<@Nullable String>> rows(String sql, List<@Nullable String> parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<List<@Nullable String>> all = new ArrayList<>();
            while (rows.next()) {
                all.add(texts(rows));
            }
            return all;
        }
    }

    /** How many rows a statement inserted, updated or deleted. */
    int update(String sql, List<@Nullable String> parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Runs a statement, and says whether it returned rows. */
    boolean execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.execute();
        }
    }

    /** Does something, and undoes it, tenant included, whether it succeeded or not. */
    <T> T undone(Step<T> step) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return step.run();
        } finally {
            back(before);
        }
    }

    /** Does something, and undoes it if it fails. */
    <T> T kept(Step<T> step) throws SQLException {
        Savepoint before = connection.setSavepoint();
        boolean done = false;
        try {
            T result = step.run();
            done = true;
            return result;
        } finally {
            if (!done) {
                back(before);
            }
        }
    }

    private void back(Savepoint savepoint) {
        try {
            connection.rollback(savepoint);
        } catch (SQLException e) {
            throw new ConnectionLost(e);
        }
    }

    private void set(String setting, String value) throws SQLException {
        rows("select pg_catalog.set_config(?, ?, true)", List.of(setting, value));
    }

    private PreparedStatement prepared(String sql, List<@Nullable String> parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int position = 1; position <= parameters.size(); position++) {
            statement.setString(position, parameters.get(position - 1));
        }
        return statement;
    }

    private static List<@Nullable String> texts(ResultSet row) throws SQLException {
        List<@Nullable String> texts = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            texts.add(row.getString(column));
        }
        return texts;
    }

    /** Some statements, with a result. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws SQLException;
    }
}
