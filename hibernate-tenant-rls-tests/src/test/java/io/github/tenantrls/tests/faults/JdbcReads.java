// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/** Reading by JDBC: in {@code doWork}, or on a connection of an {@code RlsDataSource}. */
final class JdbcReads {

    private static final String OWNERS = "select owner from account";

    static final List<Step<Connection>> ANYWHERE = List.of(
            new Step<>("JDBC prepared query", JdbcReads::prepared),
            new Step<>("JDBC plain query", JdbcReads::plain),
            new Step<>("JDBC scrollable result", JdbcReads::scrollable),
            new Step<>("JDBC function", JdbcReads::function),
            new Step<>("JDBC query of others' rows", JdbcReads::others));

    static final List<Step<Connection>> IN_TRANSACTION =
            List.of(new Step<>("JDBC cursor", JdbcReads::cursor), new Step<>("COPY TO past unwrap", JdbcReads::copy));

    private JdbcReads() {}

    private static void prepared(Connection connection, Scene scene) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OWNERS + " where counter >= ?")) {
            statement.setLong(1, 0);
            scene.accounts(owners(statement.executeQuery()));
        }
    }

    private static void plain(Connection connection, Scene scene) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            scene.accounts(owners(statement.executeQuery(OWNERS)));
        }
    }

    private static void scrollable(Connection connection, Scene scene) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        OWNERS, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                ResultSet rows = statement.executeQuery()) {
            rows.last();
            rows.beforeFirst();
            scene.accounts(owners(rows));
        }
    }

    private static void function(Connection connection, Scene scene) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select owner from accounts()")) {
            scene.accounts(owners(statement.executeQuery()));
        }
    }

    private static void others(Connection connection, Scene scene) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OWNERS + " where owner = ?")) {
            statement.setObject(1, scene.other());
            scene.outOfReach(
                    owners(statement.executeQuery()).isEmpty(), "a query of another's accounts has found some");
        }
    }

    private static void cursor(Connection connection, Scene scene) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OWNERS)) {
            statement.setFetchSize(1);
            scene.accounts(owners(statement.executeQuery()));
        }
    }

    private static void copy(Connection connection, Scene scene) throws Exception {
        StringWriter rows = new StringWriter();
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (" + OWNERS + ") to stdout", rows);
        scene.accounts(rows.toString().lines().map(UUID::fromString).toList());
    }

    private static List<UUID> owners(ResultSet rows) throws SQLException {
        List<UUID> owners = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                owners.add(rows.getObject(1, UUID.class));
            }
        }
        return owners;
    }
}
