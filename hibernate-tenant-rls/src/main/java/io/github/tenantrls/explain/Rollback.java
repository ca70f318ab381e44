// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A transaction that is rolled back whatever happens. */
final class Rollback implements AutoCloseable {

    private final Connection connection;
    private final boolean autoCommit;

    Rollback(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
    }

    void begin(boolean readOnly) throws SQLException {
        connection.setAutoCommit(false);
        if (readOnly) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction read only");
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
    }
}
