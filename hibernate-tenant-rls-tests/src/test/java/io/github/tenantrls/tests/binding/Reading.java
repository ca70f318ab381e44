// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The ways of JDBC to read the names of all items, composed with the binding or not. */
public enum Reading {
    PREPARED {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            return Bound.names(connection);
        }
    },
    PREPARED_AND_EXECUTED {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            try (var statement = connection.prepareStatement(SQL)) {
                if (!statement.execute()) {
                    throw new AssertionError("no rows");
                }
                return Bound.read(statement.getResultSet());
            }
        }
    },
    PREPARED_WITH_FETCH_SIZE {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            try (var statement = connection.prepareStatement(SQL)) {
                statement.setFetchSize(1);
                return Bound.read(statement.executeQuery());
            }
        }
    },
    TEXT {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            return Bound.namesByText(connection);
        }
    },
    TEXT_WITH_FETCH_SIZE {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(1);
                return Bound.read(statement.executeQuery(SQL));
            }
        }
    },
    SEVERAL_STATEMENTS {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            try (var statement = connection.prepareStatement("select 1; " + SQL)) {
                statement.execute();
                statement.getMoreResults();
                return Bound.read(statement.getResultSet());
            }
        }
    },
    SCROLLABLE {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            try (var statement =
                    connection.prepareStatement(SQL, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                return Bound.read(statement.executeQuery());
            }
        }
    },
    UPDATABLE {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            try (var statement = connection.prepareStatement(
                    "select id, name from item order by name",
                    ResultSet.TYPE_SCROLL_INSENSITIVE,
                    ResultSet.CONCUR_UPDATABLE)) {
                ResultSet rows = statement.executeQuery();
                while (rows.next()) {
                    rows.updateString("name", rows.getString("name"));
                    rows.updateRow();
                    rows.refreshRow();
                }
                rows.beforeFirst();
                List<String> names = new java.util.ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString("name"));
                }
                return names;
            }
        }
    },
    CALL {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            try (var statement = connection.prepareCall(SQL)) {
                return Bound.read(statement.executeQuery());
            }
        }
    },
    GENERATED_KEYS {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            try (var statement = connection.prepareStatement("update item set name = name", new String[] {"name"})) {
                statement.executeUpdate();
                return Bound.read(statement.getGeneratedKeys()).stream()
                        .sorted()
                        .toList();
            }
        }
    },
    BATCH {
        @Override
        public List<String> names(Connection connection) throws SQLException {
            try (var statement = connection.prepareStatement("update item set name = name where name like ?")) {
                for (char tenant : "abcd".toCharArray()) {
                    statement.setString(1, tenant + "%");
                    statement.addBatch();
                }
                int updated =
                        java.util.stream.IntStream.of(statement.executeBatch()).sum();
                List<String> names = Bound.names(connection);
                if (updated != names.size()) {
                    throw new AssertionError(updated + " rows updated, " + names.size() + " visible");
                }
                return names;
            }
        }
    };

    private static final String SQL = "select name from item order by name";

    public abstract List<String> names(Connection connection) throws SQLException;
}
