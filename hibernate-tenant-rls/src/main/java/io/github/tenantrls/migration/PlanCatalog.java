// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the catalog; all parameters are texts. */
final class PlanCatalog {

    private final Connection connection;

    PlanCatalog(Connection connection) {
        this.connection = connection;
    }

    <T> List<T> list(String query, Reader<T> reader, String... parameters) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int position = 1; position <= parameters.length; position++) {
                statement.setString(position, parameters[position - 1]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
        }
        return found;
    }

    <T> Optional<T> first(String query, Reader<T> reader, String... parameters) throws SQLException {
        return list(query, reader, parameters).stream().findFirst();
    }

    /** Whether a query has a row. */
    boolean any(String query, String... parameters) throws SQLException {
        return !list(query, row -> true, parameters).isEmpty();
    }

    /** What the server says against a query of somebody else's, read with a search path; nothing if it can be run. */
    Optional<SQLException> objection(String query, String searchPath) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("set local search_path = " + searchPath);
            statement.executeQuery(query).close();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        } finally {
            connection.rollback(before);
        }
    }

    /** A column that is an array of texts without nulls. */
    static List<String> texts(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /** Takes the row that a result stands at. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
