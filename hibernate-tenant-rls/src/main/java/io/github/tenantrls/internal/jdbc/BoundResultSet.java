// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** Rows that lead back to the bound statement, and whose own statements (updates, cursors in a column) are bound. */
final class BoundResultSet extends ForwardingResultSet {

    /** Stands for the statements that the driver makes for changes to the current row: never a utility command. */
    private static final String ROW_CHANGE = "";

    private final BoundConnection connection;
    private final boolean cursor;
    private @Nullable BoundStatement statement;

    /**
     * @param statement what produced the rows, or {@code null} for a statement of the driver's own
     * @param cursor whether the rows were noted as read from a cursor
     */
    BoundResultSet(BoundConnection connection, @Nullable BoundStatement statement, ResultSet delegate, boolean cursor) {
        super(delegate);
        this.connection = connection;
        this.statement = statement;
        this.cursor = cursor;
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        Statement driverStatement = delegate().getStatement(); // fails where the rows are closed
        if (statement == null && driverStatement != null) {
            statement = new BoundStatement(connection, driverStatement);
        }
        return statement;
    }

    @Override
    public boolean next() throws SQLException {
        if (cursor) {
            connection.binding().checkUsable(); // it may ask the server for more
        }
        boolean more = delegate().next();
        if (!more) {
            cursorDone();
        }
        return more;
    }

    @Override
    public boolean isLast() throws SQLException {
        if (cursor) {
            connection.binding().checkUsable();
        }
        return delegate().isLast();
    }

    @Override
    public void close() throws SQLException {
        delegate().close();
        cursorDone();
    }

    void cursorDone() {
        if (cursor) {
            connection.binding().cursorDone(delegate());
        }
    }

    @Override
    public void insertRow() throws SQLException {
        change(() -> delegate().insertRow());
    }

    @Override
    public void updateRow() throws SQLException {
        change(() -> delegate().updateRow());
    }

    @Override
    public void deleteRow() throws SQLException {
        change(() -> delegate().deleteRow());
    }

    @Override
    public void refreshRow() throws SQLException {
        change(() -> delegate().refreshRow());
    }

    @Override
    public @Nullable Array getArray(int index) throws SQLException {
        return BoundArray.of(connection, delegate().getArray(index));
    }

    @Override
    public @Nullable Array getArray(String name) throws SQLException {
        return BoundArray.of(connection, delegate().getArray(name));
    }

    @Override
    public @Nullable Object getObject(int index) throws SQLException {
        return value(() -> index, () -> delegate().getObject(index));
    }

    @Override
    public @Nullable Object getObject(int index, Map<String, Class<?>> types) throws SQLException {
        return value(() -> index, () -> delegate().getObject(index, types));
    }

    @Override
    public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
        return cast(value(() -> index, () -> delegate().getObject(index, type)));
    }

    @Override
    public @Nullable Object getObject(String name) throws SQLException {
        return value(() -> delegate().findColumn(name), () -> delegate().getObject(name));
    }

    @Override
    public @Nullable Object getObject(String name, Map<String, Class<?>> types) throws SQLException {
        return value(() -> delegate().findColumn(name), () -> delegate().getObject(name, types));
    }

    @Override
    public <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
        return cast(value(() -> delegate().findColumn(name), () -> delegate().getObject(name, type)));
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        connection.binding().beforeUnwrap();
        return delegate().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || delegate().isWrapperFor(type);
    }

    private void change(RowChange change) throws SQLException {
        Binding binding = connection.binding();
        binding.execute(binding.read(ROW_CHANGE), delegate().getStatement(), statement -> {
            change.apply();
            return true;
        });
    }

    private @Nullable Object value(SqlCall<Integer> column, SqlCall<@Nullable Object> value) throws SQLException {
        Lock lock = connection.binding().lock();
        lock.lock();
        try {
            beforeValue(column);
            return wrapped(value.call());
        } finally {
            lock.unlock();
        }
    }

    /** The driver fetches the rows of a {@code refcursor} when the value is asked for. */
    private void beforeValue(SqlCall<Integer> column) throws SQLException {
        Binding binding = connection.binding();
        if (binding.isTakenOver() && delegate().getMetaData().getColumnType(column.call()) == Types.REF_CURSOR) {
            binding.rebind();
        }
    }

    private @Nullable Object wrapped(@Nullable Object value) throws SQLException {
        if (value instanceof ResultSet rows) {
            return new BoundResultSet(
                    connection, null, rows, connection.binding().opened(rows));
        }
        return value instanceof Array array ? BoundArray.of(connection, array) : value;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // not type.cast: a primitive's class would fail
    private static <T> @Nullable T cast(@Nullable Object value) {
        return (T) value;
    }

    @FunctionalInterface
    private interface RowChange {
        void apply() throws SQLException;
    }
}
