// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullUnmarked;

/** Hands every call on to another connection, and does nothing else. */
@NullUnmarked // JDBC does not say what may be null
class ForwardingConnection implements Connection {

    private final Connection delegate;

    ForwardingConnection(Connection delegate) {
        this.delegate = delegate;
    }

    Connection delegate() {
        return delegate;
    }

    @Override
    public void abort(Executor value) throws SQLException {
        delegate().abort(value);
    }

    @Override
    public void beginRequest() throws SQLException {
        delegate().beginRequest();
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
    public void commit() throws SQLException {
        delegate().commit();
    }

    @Override
    public Array createArrayOf(String name, Object[] value) throws SQLException {
        return delegate().createArrayOf(name, value);
    }

    @Override
    public Blob createBlob() throws SQLException {
        return delegate().createBlob();
    }

    @Override
    public Clob createClob() throws SQLException {
        return delegate().createClob();
    }

    @Override
    public NClob createNClob() throws SQLException {
        return delegate().createNClob();
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        return delegate().createSQLXML();
    }

    @Override
    public Statement createStatement() throws SQLException {
        return delegate().createStatement();
    }

    @Override
    public Statement createStatement(int value0, int value1) throws SQLException {
        return delegate().createStatement(value0, value1);
    }

    @Override
    public Statement createStatement(int value0, int value1, int value2) throws SQLException {
        return delegate().createStatement(value0, value1, value2);
    }

    @Override
    public Struct createStruct(String name, Object[] value) throws SQLException {
        return delegate().createStruct(name, value);
    }

    @Override
    public void endRequest() throws SQLException {
        delegate().endRequest();
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        return delegate().getAutoCommit();
    }

    @Override
    public String getCatalog() throws SQLException {
        return delegate().getCatalog();
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        return delegate().getClientInfo();
    }

    @Override
    public String getClientInfo(String name) throws SQLException {
        return delegate().getClientInfo(name);
    }

    @Override
    public int getHoldability() throws SQLException {
        return delegate().getHoldability();
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        return delegate().getMetaData();
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        return delegate().getNetworkTimeout();
    }

    @Override
    public String getSchema() throws SQLException {
        return delegate().getSchema();
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        return delegate().getTransactionIsolation();
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        return delegate().getTypeMap();
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        return delegate().getWarnings();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return delegate().isClosed();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return delegate().isReadOnly();
    }

    @Override
    public boolean isValid(int value) throws SQLException {
        return delegate().isValid(value);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return delegate().isWrapperFor(type);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        return delegate().nativeSQL(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return delegate().prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int value1, int value2) throws SQLException {
        return delegate().prepareCall(sql, value1, value2);
    }

    @Override
    public CallableStatement prepareCall(String sql, int value1, int value2, int value3) throws SQLException {
        return delegate().prepareCall(sql, value1, value2, value3);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return delegate().prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] value) throws SQLException {
        return delegate().prepareStatement(sql, value);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] value) throws SQLException {
        return delegate().prepareStatement(sql, value);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int value1) throws SQLException {
        return delegate().prepareStatement(sql, value1);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int value1, int value2) throws SQLException {
        return delegate().prepareStatement(sql, value1, value2);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int value1, int value2, int value3) throws SQLException {
        return delegate().prepareStatement(sql, value1, value2, value3);
    }

    @Override
    public void releaseSavepoint(Savepoint value) throws SQLException {
        delegate().releaseSavepoint(value);
    }

    @Override
    public void rollback() throws SQLException {
        delegate().rollback();
    }

    @Override
    public void rollback(Savepoint value) throws SQLException {
        delegate().rollback(value);
    }

    @Override
    public void setAutoCommit(boolean value) throws SQLException {
        delegate().setAutoCommit(value);
    }

    @Override
    public void setCatalog(String name) throws SQLException {
        delegate().setCatalog(name);
    }

    @Override
    public void setClientInfo(Properties value) throws SQLClientInfoException {
        delegate().setClientInfo(value);
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        delegate().setClientInfo(name, value);
    }

    @Override
    public void setHoldability(int value) throws SQLException {
        delegate().setHoldability(value);
    }

    @Override
    public void setNetworkTimeout(Executor value0, int value1) throws SQLException {
        delegate().setNetworkTimeout(value0, value1);
    }

    @Override
    public void setReadOnly(boolean value) throws SQLException {
        delegate().setReadOnly(value);
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return delegate().setSavepoint();
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return delegate().setSavepoint(name);
    }

    @Override
    public void setSchema(String name) throws SQLException {
        delegate().setSchema(name);
    }

    @Override
    public void setShardingKey(ShardingKey value) throws SQLException {
        delegate().setShardingKey(value);
    }

    @Override
    public void setShardingKey(ShardingKey value0, ShardingKey value) throws SQLException {
        delegate().setShardingKey(value0, value);
    }

    @Override
    public boolean setShardingKeyIfValid(ShardingKey value0, int value1) throws SQLException {
        return delegate().setShardingKeyIfValid(value0, value1);
    }

    @Override
    public boolean setShardingKeyIfValid(ShardingKey value0, ShardingKey value, int value2) throws SQLException {
        return delegate().setShardingKeyIfValid(value0, value, value2);
    }

    @Override
    public void setTransactionIsolation(int value) throws SQLException {
        delegate().setTransactionIsolation(value);
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> types) throws SQLException {
        delegate().setTypeMap(types);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return delegate().unwrap(type);
    }
}
