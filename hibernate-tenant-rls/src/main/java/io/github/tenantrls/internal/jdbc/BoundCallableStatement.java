// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of a procedure or function, bound by a statement of its own; result sets among its values are bound too. */
final class BoundCallableStatement extends ForwardingCallableStatement {

    BoundCallableStatement(BoundConnection connection, CallableStatement delegate, String sql, SqlText text) {
        super(connection, delegate, sql, text);
    }

    @Override
    public @Nullable Array getArray(int index) throws SQLException {
        return bound(delegate().getArray(index));
    }

    @Override
    public @Nullable Array getArray(String name) throws SQLException {
        return bound(delegate().getArray(name));
    }

    @Override
    public @Nullable Object getObject(int index) throws SQLException {
        return wrapped(delegate().getObject(index));
    }

    @Override
    public @Nullable Object getObject(int index, Map<String, Class<?>> types) throws SQLException {
        return wrapped(delegate().getObject(index, types));
    }

    @Override
    public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
        return cast(wrapped(delegate().getObject(index, type)));
    }

    @Override
    public @Nullable Object getObject(String name) throws SQLException {
        return wrapped(delegate().getObject(name));
    }

    @Override
    public @Nullable Object getObject(String name, Map<String, Class<?>> types) throws SQLException {
        return wrapped(delegate().getObject(name, types));
    }

    @Override
    public <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
        return cast(wrapped(delegate().getObject(name, type)));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // not type.cast: a primitive's class would fail
    private static <T> @Nullable T cast(@Nullable Object value) {
        return (T) value;
    }
}
