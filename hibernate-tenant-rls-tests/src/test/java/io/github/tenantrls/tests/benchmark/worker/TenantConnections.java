// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;

/** Connections of a pool on which something is done for the tenant when they are taken, and when they are given back. */
abstract class TenantConnections implements MultiTenantConnectionProvider<Object> {

    private static final long serialVersionUID = 1;

    private final transient DataSource dataSource;

    TenantConnections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    abstract void taken(Connection connection, String tenant) throws SQLException;

    abstract void givenBack(Connection connection) throws SQLException;

    @Override
    public Connection getConnection(Object tenant) throws SQLException {
        Connection connection = dataSource.getConnection();
        taken(connection, tenant.toString());
        return connection;
    }

    @Override
    public void releaseConnection(Object tenant, Connection connection) throws SQLException {
        try (connection) {
            givenBack(connection);
        }
    }

    @Override
    public Connection getAnyConnection() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public void releaseAnyConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException();
    }
}
