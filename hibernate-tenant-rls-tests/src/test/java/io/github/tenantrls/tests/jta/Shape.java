// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.stream.IntStream;

/** Shapes of statements, some of which are composed with the binding, and others bound by a statement of its own. */
enum Shape {
    PREPARED {
        @Override
        int touched(Connection connection, String name) throws SQLException {
            try (PreparedStatement query = connection.prepareStatement(COUNT + "?")) {
                query.setString(1, name);
                return count(query.executeQuery());
            }
        }
    },
    TEXT {
        @Override
        int touched(Connection connection, String name) throws SQLException {
            try (Statement query = connection.createStatement()) {
                return count(query.executeQuery(COUNT + quoted(name)));
            }
        }
    },
    CURSOR {
        @Override
        int touched(Connection connection, String name) throws SQLException {
            try (PreparedStatement query = connection.prepareStatement("select 1 from item where name = ?")) {
                query.setString(1, name);
                query.setFetchSize(10);
                return rows(query.executeQuery());
            }
        }
    },
    SCROLLABLE {
        @Override
        int touched(Connection connection, String name) throws SQLException {
            try (Statement query =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                return rows(query.executeQuery("select 1 from item where name = " + quoted(name)));
            }
        }
    },
    SEVERAL {
        @Override
        int touched(Connection connection, String name) throws SQLException {
            try (Statement both = connection.createStatement()) {
                both.execute("select 1; " + COUNT + quoted(name));
                both.getMoreResults();
                return count(both.getResultSet());
            }
        }
    },
    UPDATE {
        @Override
        int touched(Connection connection, String name) throws SQLException {
            try (PreparedStatement update = connection.prepareStatement(TOUCH + "?")) {
                update.setString(1, name);
                return update.executeUpdate();
            }
        }
    },
    GENERATED_KEYS {
        @Override
        int touched(Connection connection, String name) throws SQLException {
            try (PreparedStatement update = connection.prepareStatement(TOUCH + "?", Statement.RETURN_GENERATED_KEYS)) {
                update.setString(1, name);
                update.executeUpdate();
                return rows(update.getGeneratedKeys());
            }
        }
    },
    BATCH {
        @Override
        int touched(Connection connection, String name) throws SQLException {
            try (PreparedStatement update = connection.prepareStatement(TOUCH + "?")) {
                for (String each : new String[] {name, "nobody's name"}) {
                    update.setString(1, each);
                    update.addBatch();
                }
                return IntStream.of(update.executeBatch()).sum();
            }
        }
    },
    CALL {
        @Override
        int touched(Connection connection, String name) throws SQLException {
            try (CallableStatement call = connection.prepareCall("{? = call items(?)}")) {
                call.registerOutParameter(1, Types.INTEGER);
                call.setString(2, name);
                call.execute();
                return call.getInt(1);
            }
        }
    };

    /** What {@link #CALL} calls. */
    static final String FUNCTION = "create function items(wanted text) returns integer language sql"
            + " as 'select count(*)::integer from item where name = wanted'";

    private static final String COUNT = "select count(*) from item where name = ";
    private static final String TOUCH = "update item set name = name where name = ";

    /** The number of items of this name that the statement reads or changes. */
    abstract int touched(Connection connection, String name) throws SQLException;

    private static int count(ResultSet rows) throws SQLException {
        rows.next();
        return rows.getInt(1);
    }

    private static int rows(ResultSet rows) throws SQLException {
        int number = 0;
        while (rows.next()) {
            number++;
        }
        return number;
    }

    private static String quoted(String name) {
        return "'" + name + "'";
    }
}
