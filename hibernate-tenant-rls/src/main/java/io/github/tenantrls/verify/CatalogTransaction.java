// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Reads the catalog as it is at one moment, though by several queries; leaves the connection as it was. */
final class CatalogTransaction {

    private CatalogTransaction() {}

    static CatalogFacts read(Connection connection, Unit unit, List<UnfitSetting> unfitSettings) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        try {
            begin(connection, autoCommit);
            return new Catalog(connection, unit).read(unfitSettings);
        } finally {
            end(connection, autoCommit);
        }
    }

    private static void begin(Connection connection, boolean autoCommit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (autoCommit) {
                connection.setAutoCommit(false);
                statement.execute("set transaction isolation level repeatable read, read only");
            }
            // to compile these queries would take many times as long as to run them
            statement.execute("select pg_catalog.set_config('jit', 'off', true)");
        }
    }

    /** A transaction that a pool had begun by itself must not stay open either. */
    private static void end(Connection connection, boolean autoCommit) throws SQLException {
        if (!connection.isClosed() && !connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }
}
