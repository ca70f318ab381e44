// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.core.TransactionState;

/** How transactions begin and end, by methods of JDBC and by SQL. */
final class Transactions {

    private Transactions() {}

    static void begin(World world, Session session, int choice) throws SQLException {
        if (Attempt.utility(world, session, () -> text(session.connection, "begin"))) {
            session.lane.state = TransactionState.OPEN;
        }
    }

    static void commit(World world, Session session, int choice) throws SQLException {
        end(world, session, choice, true);
    }

    static void rollback(World world, Session session, int choice) throws SQLException {
        end(world, session, choice, false);
    }

    private static void end(World world, Session session, int choice, boolean committing) throws SQLException {
        if (choice % 2 == 0) {
            byMethod(world, session, committing);
        } else if (!session.lane.takesNoText()) {
            bySql(world, session, committing);
        }
    }

    private static void byMethod(World world, Session session, boolean committing) throws SQLException {
        Lane lane = session.lane;
        Optional<String> sqlState = thrown(() -> {
            if (committing) {
                session.connection.commit();
            } else {
                session.connection.rollback();
            }
        });
        if (lane.autoCommit) {
            expect(sqlState, "25P01");
            return;
        }
        expectNone(sqlState, committing && lane.isFailed());
        session.mayHaveBegun = false;
        world.ended(lane, committing);
    }

    private static void bySql(World world, Session session, boolean committing) throws SQLException {
        if (world.isForAnother(session)) {
            Attempt.utility(world, session, () -> text(session.connection, committing ? "commit" : "rollback"));
            return;
        }
        boolean failed = session.lane.isFailed();
        Optional<String> sqlState = thrown(() -> text(session.connection, committing ? "commit" : "rollback"));
        expectNone(sqlState, committing && failed);
        session.mayHaveBegun = true;
        world.ended(session.lane, committing);
    }

    static void autoCommit(World world, Session session, int choice) throws SQLException {
        Lane lane = session.lane;
        boolean on = choice % 2 == 1;
        boolean ends = on && !lane.autoCommit;
        boolean failed = lane.isFailed();
        Optional<String> sqlState = thrown(() -> session.connection.setAutoCommit(on));
        if (ends) {
            world.ended(lane, true);
        }
        expectNone(sqlState, ends && failed);
        if (sqlState.isEmpty()) {
            lane.autoCommit = on;
        }
    }

    /** Commands that change settings; the tenant is none of those that an application may reset. */
    static void utility(World world, Session session, int choice) throws SQLException {
        if (choice % 2 == 0) {
            Attempt.utility(world, session, () -> text(session.connection, "set local work_mem = '4MB'"));
        } else {
            Attempt.bound(world, session, () -> text(session.connection, "reset all"));
        }
    }

    static void text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Optional<String> thrown(Attempt.Call call) {
        try {
            call.call();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getSQLState()));
        }
    }

    private static void expect(Optional<String> thrown, String sqlState) {
        if (!thrown.equals(Optional.of(sqlState))) {
            throw new AssertionError("SQLSTATE " + sqlState + " was expected, not " + thrown);
        }
    }

    /** The driver does not always tell that a commit was answered by a rollback. */
    private static void expectNone(Optional<String> thrown, boolean mayBeRolledBack) {
        if (thrown.isPresent() && !(mayBeRolledBack && thrown.get().equals("25P02"))) {
            throw new AssertionError("SQLSTATE " + thrown.get());
        }
    }
}
