// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** Savepoints, by methods of JDBC and by SQL. */
final class Savepoints {

    private Savepoints() {}

    static void set(World world, Session session, int choice) throws SQLException {
        Lane lane = session.lane;
        String name = world.newName(null).replace('-', '_');
        if (choice % 2 == 1) {
            setBySql(world, session, name);
        } else if (!lane.autoCommit) {
            Savepoint[] savepoint = new Savepoint[1];
            if (Attempt.bound(world, session, () -> savepoint[0] = session.connection.setSavepoint(name))) {
                lane.marks.add(new Lane.Mark(name, savepoint[0], lane.rows));
            }
        }
    }

    private static void setBySql(World world, Session session, String name) throws SQLException {
        if (session.lane.isAlone()) {
            return; // there is no transaction
        }
        if (Attempt.utility(world, session, () -> Transactions.text(session.connection, "savepoint " + name))) {
            session.lane.marks.add(new Lane.Mark(name, null, session.lane.rows));
        }
    }

    static void rollbackTo(World world, Session session, int choice) throws SQLException {
        Lane.Mark mark = chosen(session.lane, choice);
        if (mark == null) {
            return;
        }
        Connection connection = session.connection;
        if (mark.savepoint() != null && choice % 2 == 0) {
            connection.rollback(mark.savepoint());
        } else if (session.lane.takesNoText()) {
            return;
        } else if (world.isForAnother(session)) {
            Attempt.utility(world, session, () -> Transactions.text(connection, "rollback to " + mark.name()));
            return;
        } else {
            Transactions.text(connection, "rollback to " + mark.name());
        }
        world.rolledBackTo(session.lane, mark);
    }

    static void release(World world, Session session, int choice) throws SQLException {
        Lane lane = session.lane;
        Lane.Mark mark = chosen(lane, choice);
        if (mark == null || lane.isFailed()) {
            return;
        }
        if (Attempt.utility(world, session, () -> Transactions.text(session.connection, "release " + mark.name()))) {
            lane.marks.subList(lane.marks.indexOf(mark), lane.marks.size()).clear();
        }
    }

    private static Lane.@Nullable Mark chosen(Lane lane, int choice) {
        assertThat(choice).isNotNegative();
        return lane.marks.isEmpty() ? null : lane.marks.get(choice % lane.marks.size());
    }
}
