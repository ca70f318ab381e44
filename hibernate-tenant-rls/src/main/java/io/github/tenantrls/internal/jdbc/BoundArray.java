// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array whose result sets lead back to the bound connection. */
final class BoundArray extends ForwardingArray {

    private final BoundConnection connection;

    BoundArray(BoundConnection connection, Array delegate) {
        super(delegate);
        this.connection = connection;
    }

    static @Nullable Array of(BoundConnection connection, @Nullable Array array) {
        return array == null ? null : new BoundArray(connection, array);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return bound(delegate().getResultSet());
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> types) throws SQLException {
        return bound(delegate().getResultSet(types));
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return bound(delegate().getResultSet(index, count));
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> types) throws SQLException {
        return bound(delegate().getResultSet(index, count, types));
    }

    /** The driver sends an array that is not its own by this text. */
    @Override
    public String toString() {
        return delegate().toString();
    }

    private ResultSet bound(ResultSet rows) {
        return new BoundResultSet(connection, null, rows, false);
    }
}
