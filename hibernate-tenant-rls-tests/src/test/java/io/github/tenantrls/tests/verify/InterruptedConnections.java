// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Counts the statements that are prepared on new connections of a data source, and interrupts before one of them. */
final class InterruptedConnections implements DataSource {

    private final DataSource connections;
    private final Runnable interruption;
    private final AtomicInteger prepared = new AtomicInteger();
    private volatile int interrupted;

    InterruptedConnections(DataSource connections, Runnable interruption) {
        this.connections = connections;
        this.interruption = interruption;
    }

    /** Begins to count anew, and interrupts before the statement of that number; 0 interrupts nothing. */
    void countFrom(int statement) {
        prepared.set(0);
        interrupted = statement;
    }

    int count() {
        return prepared.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = connections.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement") && prepared.incrementAndGet() == interrupted) {
                        interruption.run();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
