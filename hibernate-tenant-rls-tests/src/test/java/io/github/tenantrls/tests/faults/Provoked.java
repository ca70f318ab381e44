// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

/** Faults that a transaction brings on itself. All but the savepoints are to end it. */
final class Provoked {

    static final String SAVEPOINT = "savepoint, rolled back";

    static final List<Step<Connection>> ALL = List.of(
            new Step<>("statement_timeout", Provoked::statementTimeout),
            new Step<>("lock_timeout", Provoked::lockTimeout),
            new Step<>("idle_in_transaction_session_timeout", Provoked::idleTimeout),
            new Step<>("deferred check", Provoked::deferredCheck),
            new Step<>("deferred foreign key", Provoked::deferredKey),
            new Step<>("unique violation", Provoked::unique));

    private static final String ENTRY =
            "insert into entry (id, owner, kind, amount, sibling, noted) values (?, ?, 'provoked', ?, ?, false)";

    private Provoked() {}

    private static void statementTimeout(Connection connection, Scene scene) throws SQLException {
        execute(connection, "set local statement_timeout = '15ms'");
        execute(connection, "select pg_sleep(0.5) from account");
    }

    private static void lockTimeout(Connection connection, Scene scene) throws SQLException {
        execute(connection, "set local lock_timeout = '5ms'");
        execute(connection, "select id from account order by id for update");
    }

    private static void idleTimeout(Connection connection, Scene scene) throws Exception {
        execute(connection, "set local idle_in_transaction_session_timeout = '10ms'");
        execute(connection, "select count(*) from account");
        Thread.sleep(40);
        execute(connection, "select count(*) from account");
    }

    private static void deferredCheck(Connection connection, Scene scene) throws SQLException {
        insert(connection, scene, scene.effects.write(), -1, scene.account());
    }

    /** The account is another's, or nobody's: that it is there does not help. */
    private static void deferredKey(Connection connection, Scene scene) throws SQLException {
        insert(connection, scene, scene.effects.write(), 0, scene.othersAccount());
    }

    private static void unique(Connection connection, Scene scene) throws SQLException {
        long entry = scene.effects.write();
        insert(connection, scene, entry, 0, scene.account());
        insert(connection, scene, entry, 0, scene.account());
    }

    private static void insert(Connection connection, Scene scene, long entry, int amount, long sibling)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTRY)) {
            statement.setLong(1, entry);
            statement.setObject(2, scene.tenant);
            statement.setInt(3, amount);
            statement.setLong(4, sibling);
            statement.executeUpdate();
        }
    }

    /** Undoes some work, at times after an error, and goes on. */
    static void savepoint(Connection connection, Scene scene, boolean ofJdbc) throws Exception {
        int mark = scene.effects.mark();
        @SuppressWarnings("resource")
        Savepoint savepoint = ofJdbc ? connection.setSavepoint() : null;
        if (savepoint == null) {
            execute(connection, "savepoint here");
        }
        Step.any(JdbcWrites.IN_TRANSACTION, scene.random).work().run(connection, scene);
        if (scene.random.nextBoolean()) {
            fail(connection);
        }
        if (savepoint != null) {
            connection.rollback(savepoint);
        } else {
            execute(connection, "rollback to savepoint here");
        }
        scene.effects.rolledBackTo(mark);
        Step.any(JdbcReads.ANYWHERE, scene.random).work().run(connection, scene);
        Step.any(JdbcWrites.ANYWHERE, scene.random).work().run(connection, scene);
    }

    private static void fail(Connection connection) throws SQLException {
        try {
            execute(connection, "select 1 / 0");
        } catch (SQLException e) {
            if (!"22012".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
