// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** Hands every call on to another array, and does nothing else. */
@NullUnmarked // JDBC does not say what may be null
class ForwardingArray implements Array {

    private final Array delegate;

    ForwardingArray(Array delegate) {
        this.delegate = delegate;
    }

    Array delegate() {
        return delegate;
    }

    @Override
    public void free() throws SQLException {
        delegate().free();
    }

    @Override
    public Object getArray() throws SQLException {
        return delegate().getArray();
    }

    @Override
    public Object getArray(Map<String, Class<?>> types) throws SQLException {
        return delegate().getArray(types);
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return delegate().getArray(index, count);
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> types) throws SQLException {
        return delegate().getArray(index, count, types);
    }

    @Override
    public int getBaseType() throws SQLException {
        return delegate().getBaseType();
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        return delegate().getBaseTypeName();
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return delegate().getResultSet();
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> types) throws SQLException {
        return delegate().getResultSet(types);
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return delegate().getResultSet(index, count);
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> types) throws SQLException {
        return delegate().getResultSet(index, count, types);
    }
}
