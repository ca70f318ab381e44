// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;

/** Rows that are read one by one while other things happen. */
final class Cursors {

    private static final String SQL = "select name from item";

    private Cursors() {}

    /** Opens one and reads its first row. */
    static void open(World world, Session session, int choice) throws SQLException {
        if (session.cursor != null) {
            return;
        }
        boolean buffered = session.lane.isAlone();
        boolean opened = Attempt.bound(world, session, () -> {
            ResultSet rows = query(session, choice);
            session.cursor = new Cursor(
                    rows,
                    new ArrayList<>(world.visible(session.lane, session.tenant)),
                    session.lane.marks.size(),
                    !buffered);
        });
        if (opened) {
            fetch(world, session, choice);
        }
    }

    private static ResultSet query(Session session, int choice) throws SQLException {
        Statement statement =
                choice % 2 == 0 ? session.connection.prepareStatement(SQL) : session.connection.createStatement();
        statement.setFetchSize(1);
        return choice % 2 == 0 ? ((java.sql.PreparedStatement) statement).executeQuery() : statement.executeQuery(SQL);
    }

    static void fetch(World world, Session session, int choice) throws SQLException {
        Cursor cursor = session.cursor;
        if (cursor == null || !cursor.isCertain && session.lane.setsSavepoints()) {
            return; // what the driver rolls back to after it is not to be foreseen
        }
        try {
            fetch(cursor);
        } catch (SQLException | TenantRlsException e) {
            if (cursor.isCertain && world.refusal(session, false) == null) {
                throw new AssertionError("A row could not be read: " + e, e);
            }
            session.lane.state = session.lane.actualState(); // what is not there any more fails the transaction
        }
    }

    private static void fetch(Cursor cursor) throws SQLException {
        if (cursor.rows.next()) {
            String name = cursor.rows.getString(1);
            assertThat(cursor.rest.remove(name)).as("row of a cursor: %s", name).isTrue();
        } else {
            assertThat(cursor.rest).isEmpty();
            cursor.isOpen = false;
        }
    }

    static void close(World world, Session session, int choice) throws SQLException {
        Cursor cursor = session.cursor;
        if (cursor != null) {
            cursor.rows.close();
            session.cursor = null;
        }
    }
}
