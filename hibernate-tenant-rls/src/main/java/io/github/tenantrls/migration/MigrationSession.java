// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * The state of a connection while a migration uses it: auto-commit, and no setting of the session that could change what is
 * done. What it was before is restored when it is closed.
 */
final class MigrationSession implements AutoCloseable {

    /** What operators see in {@code pg_stat_activity}. */
    static final String APPLICATION_NAME = "hibernate-tenant-rls migration";

    /** {@code row_security} off: where policies would hide rows, the server refuses, and nothing is done to a part of them. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("application_name", APPLICATION_NAME),
            Map.entry("statement_timeout", "0"),
            Map.entry("transaction_timeout", "0"),
            Map.entry("idle_in_transaction_session_timeout", "0"),
            Map.entry("idle_session_timeout", "0"),
            Map.entry("default_transaction_isolation", "read committed"),
            Map.entry("default_transaction_read_only", "off"),
            Map.entry("standard_conforming_strings", "on"),
            Map.entry("row_security", "off"));

    private static final String CURRENT = "select name, setting from pg_catalog.pg_settings where name = any (?)"
            + " union all select name, setting from pg_catalog.pg_settings where name = 'client_connection_check_interval'"
            + " union all select 'search_path', pg_catalog.current_setting('search_path')"
            + " union all select 'lock_timeout', pg_catalog.current_setting('lock_timeout')"
            + " union all select 'role', pg_catalog.current_setting('role')";

    /** A path that names {@code pg_catalog} could have others' functions before those that policies call. */
    private static final String SYSTEM_FIRST = "select pg_catalog.set_config('search_path', pg_catalog.array_to_string("
            + "array(select pg_catalog.quote_ident(s) from pg_catalog.unnest(pg_catalog.current_schemas(false))"
            + " with ordinality as p (s, place) where s <> 'pg_catalog' order by place), ', '), false)"
            + " where pg_catalog.strpos(pg_catalog.current_setting('search_path'), 'pg_catalog') > 0";

    private static final String CHANGE = "select pg_catalog.set_config(name, value, false)"
            + " from rows from (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) as change (name, value)";

    private final Connection connection;
    private final boolean autoCommit;
    private final boolean readOnly;
    private final Map<String, String> before;

    private MigrationSession(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
        this.readOnly = connection.isReadOnly();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
        this.before = current(connection);
    }

    /**
     * Takes a connection over.
     *
     * @throws TenantRlsException if it is in a transaction
     */
    static MigrationSession of(Connection connection) throws SQLException {
        requireIdle(connection);
        MigrationSession session = new MigrationSession(connection);
        try {
            session.prepare();
        } catch (SQLException e) {
            session.closeAfter(e);
            throw e;
        }
        return session;
    }

    private static void requireIdle(Connection connection) throws SQLException {
        if (connection.isWrapperFor(BaseConnection.class)
                && connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
            throw new TenantRlsException("The connection for the migration is in a transaction, and the steps have"
                    + " transactions of their own; commit it or roll it back, or give another connection");
        }
    }

    private static Map<String, String> current(Connection connection) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(CURRENT)) {
            query.setArray(1, connection.createArrayOf("text", SETTINGS.keySet().toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    settings.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return settings;
    }

    /** Names and rights are those that the connection began with, whatever somebody has set on it since. */
    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("reset role");
            statement.execute("reset search_path");
            statement.execute(SYSTEM_FIRST);
        }
        Map<String, String> known = new LinkedHashMap<>(SETTINGS);
        known.keySet().retainAll(before.keySet());
        change(known);
        noticeTheEndOfThisProcess();
    }

    /** While a statement is at work, too; not on all systems. */
    private void noticeTheEndOfThisProcess() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set client_connection_check_interval = 2000");
        } catch (SQLException e) {
            if (!"22023".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private void change(Map<String, String> settings) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(CHANGE)) {
            change.setArray(
                    1, connection.createArrayOf("text", settings.keySet().toArray()));
            change.setArray(
                    2, connection.createArrayOf("text", settings.values().toArray()));
            change.execute();
        }
    }

    private void closeAfter(SQLException failure) {
        try {
            close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Restores what was before; nothing is left to restore where the connection is lost. */
    @Override
    public void close() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        change(before);
        connection.setReadOnly(readOnly);
        connection.setAutoCommit(autoCommit);
    }
}
