// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import io.github.tenantrls.TenantContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Does with JDBC what Hibernate does in a transaction, for one tenant that is set as long as this is open, by a server in a
 * can. For the thread that opened it.
 */
public final class Client implements AutoCloseable {

    static final String TENANT = "8f14e45f-ceea-467f-a0e6-1c5d3a3f1b2c";

    static final String SQL = "select id, name from project where id = ?";

    private final Way way;
    private final DataSource pool;
    private final DataSource source;
    private final TenantContext.Scope scope;

    /** Opens a pool. */
    public Client(CannedPool pool, Way way) throws SQLException {
        this.way = way;
        this.pool = pool.open();
        source = way.over(this.pool);
        scope = TenantContext.open(UUID.fromString(TENANT));
    }

    /** A transaction of so many queries. */
    public long transaction(int statements) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            long sum = first(connection);
            for (int done = 1; done < statements; done++) {
                sum += next(connection);
            }
            connection.commit();
            connection.setAutoCommit(true);
            return sum;
        }
    }

    /** A query outside of a transaction. */
    public long read() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = way.prepareAlone(connection)) {
            statement.setLong(1 + way.shift(), 42);
            return value(way.executeAlone(statement));
        }
    }

    /** A connection with a transaction in which one query was done. */
    public Connection begin() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        first(connection);
        return connection;
    }

    private long first(Connection connection) throws SQLException {
        try (PreparedStatement statement = way.prepareFirst(connection)) {
            statement.setLong(1 + way.shift(), 42);
            return value(way.executeFirst(statement));
        }
    }

    /** A query that is not the first one of its transaction. */
    public long next(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setLong(1, 42);
            return value(statement.executeQuery());
        }
    }

    private static long value(ResultSet rows) throws SQLException {
        try (rows) {
            long sum = 0;
            while (rows.next()) {
                sum += rows.getLong(1) + rows.getString(2).length();
            }
            return sum;
        }
    }

    @Override
    public void close() throws Exception {
        scope.close();
        ((AutoCloseable) pool).close();
    }
}
