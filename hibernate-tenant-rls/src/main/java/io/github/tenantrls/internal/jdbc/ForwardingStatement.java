// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.NullUnmarked;

/** Hands every call on to another statement, and does nothing else. */
@NullUnmarked // JDBC does not say what may be null
class ForwardingStatement implements Statement {

    private final Statement delegate;

    ForwardingStatement(Statement delegate) {
        this.delegate = delegate;
    }

    Statement delegate() {
        return delegate;
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        delegate().addBatch(sql);
    }

    @Override
    public void cancel() throws SQLException {
        delegate().cancel();
    }

    @Override
    public void clearBatch() throws SQLException {
        delegate().clearBatch();
    }

    @Override
    public void clearWarnings() throws SQLException {
        delegate().clearWarnings();
    }

    @Override
    public void close() throws SQLException {
        delegate().close();
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        delegate().closeOnCompletion();
    }

    @Override
    public String enquoteIdentifier(String name, boolean value) throws SQLException {
        return delegate().enquoteIdentifier(name, value);
    }

    @Override
    public String enquoteLiteral(String name) throws SQLException {
        return delegate().enquoteLiteral(name);
    }

    @Override
    public String enquoteNCharLiteral(String name) throws SQLException {
        return delegate().enquoteNCharLiteral(name);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return delegate().execute(sql);
    }

    @Override
    public boolean execute(String sql, int[] value) throws SQLException {
        return delegate().execute(sql, value);
    }

    @Override
    public boolean execute(String sql, String[] value) throws SQLException {
        return delegate().execute(sql, value);
    }

    @Override
    public boolean execute(String sql, int value1) throws SQLException {
        return delegate().execute(sql, value1);
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return delegate().executeBatch();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        return delegate().executeLargeBatch();
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return delegate().executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] value) throws SQLException {
        return delegate().executeLargeUpdate(sql, value);
    }

    @Override
    public long executeLargeUpdate(String sql, String[] value) throws SQLException {
        return delegate().executeLargeUpdate(sql, value);
    }

    @Override
    public long executeLargeUpdate(String sql, int value1) throws SQLException {
        return delegate().executeLargeUpdate(sql, value1);
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return delegate().executeQuery(sql);
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return delegate().executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, int[] value) throws SQLException {
        return delegate().executeUpdate(sql, value);
    }

    @Override
    public int executeUpdate(String sql, String[] value) throws SQLException {
        return delegate().executeUpdate(sql, value);
    }

    @Override
    public int executeUpdate(String sql, int value1) throws SQLException {
        return delegate().executeUpdate(sql, value1);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return delegate().getConnection();
    }

    @Override
    public int getFetchDirection() throws SQLException {
        return delegate().getFetchDirection();
    }

    @Override
    public int getFetchSize() throws SQLException {
        return delegate().getFetchSize();
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        return delegate().getGeneratedKeys();
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        return delegate().getLargeMaxRows();
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        return delegate().getLargeUpdateCount();
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        return delegate().getMaxFieldSize();
    }

    @Override
    public int getMaxRows() throws SQLException {
        return delegate().getMaxRows();
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return delegate().getMoreResults();
    }

    @Override
    public boolean getMoreResults(int value) throws SQLException {
        return delegate().getMoreResults(value);
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        return delegate().getQueryTimeout();
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return delegate().getResultSet();
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        return delegate().getResultSetConcurrency();
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        return delegate().getResultSetHoldability();
    }

    @Override
    public int getResultSetType() throws SQLException {
        return delegate().getResultSetType();
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return delegate().getUpdateCount();
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        return delegate().getWarnings();
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        return delegate().isCloseOnCompletion();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return delegate().isClosed();
    }

    @Override
    public boolean isPoolable() throws SQLException {
        return delegate().isPoolable();
    }

    @Override
    public boolean isSimpleIdentifier(String name) throws SQLException {
        return delegate().isSimpleIdentifier(name);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return delegate().isWrapperFor(type);
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        delegate().setCursorName(name);
    }

    @Override
    public void setEscapeProcessing(boolean value) throws SQLException {
        delegate().setEscapeProcessing(value);
    }

    @Override
    public void setFetchDirection(int value) throws SQLException {
        delegate().setFetchDirection(value);
    }

    @Override
    public void setFetchSize(int value) throws SQLException {
        delegate().setFetchSize(value);
    }

    @Override
    public void setLargeMaxRows(long value) throws SQLException {
        delegate().setLargeMaxRows(value);
    }

    @Override
    public void setMaxFieldSize(int value) throws SQLException {
        delegate().setMaxFieldSize(value);
    }

    @Override
    public void setMaxRows(int value) throws SQLException {
        delegate().setMaxRows(value);
    }

    @Override
    public void setPoolable(boolean value) throws SQLException {
        delegate().setPoolable(value);
    }

    @Override
    public void setQueryTimeout(int value) throws SQLException {
        delegate().setQueryTimeout(value);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return delegate().unwrap(type);
    }
}
