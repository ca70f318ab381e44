// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.UUID;

/** Writing by JDBC: in {@code doWork}, or on a connection of an {@code RlsDataSource}. */
final class JdbcWrites {

    /** Raises the counter of an account and notes it, in one statement. */
    static final String RAISE_NAMED = "with raised as (update account set counter = counter + 1,"
            + " version = version + 1 where id = :account returning id)"
            + " insert into entry (id, owner, kind, account_id, amount, noted)"
            + " select :entry, :owner, :kind, id, 0, false from raised";

    private static final String RAISE = RAISE_NAMED
            .replace(":account", "?")
            .replace(":entry", "?")
            .replace(":owner", "?")
            .replace(":kind", "?");

    private static final String ENTRY =
            "insert into entry (id, owner, kind, account_id, amount, noted) values (?, ?, ?, ?, 0, false)";

    private static final int BATCH = 3;

    /** Each is one statement, or does all of what it does or nothing. */
    static final List<Step<Connection>> ANYWHERE = List.of(
            new Step<>("JDBC prepared DML", JdbcWrites::prepared),
            new Step<>("JDBC plain DML", JdbcWrites::plain),
            new Step<>("JDBC call", JdbcWrites::call));

    static final List<Step<Connection>> IN_TRANSACTION = List.of(
            new Step<>("JDBC batch", JdbcWrites::batch),
            new Step<>("JDBC generated keys", JdbcWrites::generatedKeys),
            new Step<>("JDBC updatable result", JdbcWrites::updatable));

    private JdbcWrites() {}

    private static void prepared(Connection connection, Scene scene) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RAISE)) {
            parameters(statement, scene, "prepared");
            changed(statement.executeUpdate(), scene);
        }
    }

    private static void parameters(PreparedStatement statement, Scene scene, String kind) throws SQLException {
        statement.setLong(1, scene.account());
        statement.setLong(2, scene.effects.write());
        statement.setObject(3, scene.tenant);
        statement.setString(4, kind);
    }

    private static void plain(Connection connection, Scene scene) throws SQLException {
        String sql = RAISE_NAMED
                .replace(":account", Long.toString(scene.account()))
                .replace(":entry", Long.toString(scene.effects.write()))
                .replace(":owner", "'" + scene.tenant + "'")
                .replace(":kind", "'plain'");
        try (Statement statement = connection.createStatement()) {
            changed(statement.executeUpdate(sql), scene);
        }
    }

    private static void call(Connection connection, Scene scene) throws SQLException {
        try (CallableStatement statement = connection.prepareCall("{ ? = call bump(?, ?, ?) }")) {
            statement.registerOutParameter(1, Types.BIGINT);
            statement.setLong(2, scene.effects.write());
            statement.setObject(3, scene.tenant);
            statement.setLong(4, scene.account());
            statement.execute();
            changed((int) statement.getLong(1), scene);
        }
    }

    private static void batch(Connection connection, Scene scene) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RAISE)) {
            for (int i = 0; i < BATCH; i++) {
                parameters(statement, scene, "batch");
                statement.addBatch();
            }
            for (int count : statement.executeBatch()) {
                changed(count, scene);
            }
        }
    }

    private static void generatedKeys(Connection connection, Scene scene) throws SQLException {
        long account = scene.account();
        long entry = scene.effects.write();
        try (PreparedStatement insert = connection.prepareStatement(ENTRY, Statement.RETURN_GENERATED_KEYS)) {
            entry(insert, scene, entry, account, "generated keys");
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                scene.seen(keys.next() && keys.getLong("id") == entry, "the generated key is another one");
                scene.own(keys.getObject("owner", UUID.class));
            }
        }
        try (Statement statement = connection.createStatement()) {
            changed(
                    statement.executeUpdate(
                            "update account set counter = counter + 1, version = version + 1 where id = " + account),
                    scene);
        }
    }

    private static void updatable(Connection connection, Scene scene) throws SQLException {
        long account = scene.account();
        try (Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet row = statement.executeQuery(
                        "select id, owner, counter, version from account where id = " + account + " for update")) {
            scene.seen(row.next(), "there is no account to be changed");
            scene.own(row.getObject("owner", UUID.class));
            row.updateLong("counter", row.getLong("counter") + 1);
            row.updateLong("version", row.getLong("version") + 1);
            row.updateRow();
        }
        try (PreparedStatement insert = connection.prepareStatement(ENTRY)) {
            entry(insert, scene, scene.effects.write(), account, "updatable");
            insert.executeUpdate();
        }
    }

    private static void entry(PreparedStatement insert, Scene scene, long entry, long account, String kind)
            throws SQLException {
        insert.setLong(1, entry);
        insert.setObject(2, scene.tenant);
        insert.setString(3, kind);
        insert.setLong(4, account);
    }

    private static void changed(int accounts, Scene scene) {
        scene.seen(accounts == 1, accounts + " accounts changed");
    }
}
