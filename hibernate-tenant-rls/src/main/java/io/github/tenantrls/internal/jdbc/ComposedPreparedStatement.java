// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A statement prepared together with the one that binds the tenant: both travel in one message, and cost no round trip
 * more than the statement alone.
 *
 * <p>The first parameter that the driver sees is the binding's. So the caller's parameters are shifted by one, and the
 * results before the caller's are skipped. A batch cannot be composed: once one is begun, the statement is prepared again
 * without the binding, and given the same parameters.
 */
@SuppressWarnings("deprecation")
final class ComposedPreparedStatement extends BoundPreparedStatement {

    /** A plan whose result has changed, and a prepared statement that is gone. */
    private static final Set<String> STALE_PLAN = Set.of("0A000", "26000");

    private final boolean alone;
    private final BoundConnection.StatementFactory factory;
    private final List<@Nullable Parameter> parameters = new ArrayList<>();
    private @Nullable PreparedStatement plain;
    private boolean pastResults;

    /**
     * @param alone whether the statement was composed to be a transaction of its own
     */
    ComposedPreparedStatement(
            BoundConnection connection,
            PreparedStatement composed,
            String sql,
            SqlText text,
            boolean alone,
            BoundConnection.StatementFactory factory) {
        super(connection, composed, sql, text);
        this.alone = alone;
        this.factory = factory;
    }

    @Override
    PreparedStatement delegate() {
        PreparedStatement current = plain;
        return current == null ? super.delegate() : current;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return binding().exclusively(() -> {
            if (!isComposed()) {
                return super.executeQuery();
            }
            if (!executeComposed()) {
                throw new SQLException("No results were returned by the query.", "02000");
            }
            return produced(delegate().getResultSet());
        });
    }

    @Override
    public int executeUpdate() throws SQLException {
        return binding().exclusively(() -> {
            if (!isComposed()) {
                return super.executeUpdate();
            }
            refuseRows(executeComposed());
            return delegate().getUpdateCount();
        });
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return binding().exclusively(() -> {
            if (!isComposed()) {
                return super.executeLargeUpdate();
            }
            refuseRows(executeComposed());
            return delegate().getLargeUpdateCount();
        });
    }

    @Override
    public boolean execute() throws SQLException {
        return binding().exclusively(() -> isComposed() ? noted(executeComposed()) : super.execute());
    }

    /**
     * Whether to execute what was composed. If that was a transaction of its own, it must not run in another one, which
     * its commit would end; nor must the other kind run in none, where the binding might end before the statement.
     */
    private boolean isComposed() throws SQLException {
        if (plain == null) {
            binding().checkUsable();
            if (alone != binding().isAlone()) {
                prepareWithoutBinding();
            }
        }
        return plain == null;
    }

    private boolean executeComposed() throws SQLException {
        pastResults = false;
        noted(false);
        try {
            return binding().executeComposed(delegate(), alone);
        } catch (SQLException e) {
            // as the driver does with a statement of its own, but not with a composed one
            if (alone
                    && STALE_PLAN.contains(String.valueOf(e.getSQLState()))
                    && binding().isAlone()) {
                return binding().executeComposed(delegate(), alone);
            }
            throw e;
        }
    }

    private static void refuseRows(boolean rows) throws SQLException {
        if (rows) {
            throw new SQLException("A result was returned when none was expected.", "0100E");
        }
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return isBeforeCommit(super.getMoreResults());
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        return isBeforeCommit(super.getMoreResults(current));
    }

    /** The caller's statement has one result; behind it there is only that of the commit. */
    private boolean isBeforeCommit(boolean moreResults) {
        pastResults = alone && plain == null;
        return moreResults && !pastResults;
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return pastResults ? -1 : super.getUpdateCount();
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        return pastResults ? -1 : super.getLargeUpdateCount();
    }

    @Override
    public void addBatch() throws SQLException {
        prepareWithoutBinding();
        super.addBatch();
    }

    /** The driver would close the statement with the result of the binding. */
    @Override
    public void closeOnCompletion() throws SQLException {
        prepareWithoutBinding();
        super.closeOnCompletion();
    }

    /** What is handed out is the caller's statement alone. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            prepareWithoutBinding();
        }
        return super.unwrap(type);
    }

    @Override
    public void clearParameters() throws SQLException {
        parameters.clear();
        super.clearParameters();
    }

    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        if (plain != null || delegate().getResultSet() != null) {
            return super.getMetaData();
        }
        try (PreparedStatement described = factory.prepare(sql())) {
            return described.getMetaData();
        }
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        if (plain != null) {
            return super.getParameterMetaData();
        }
        try (PreparedStatement described = factory.prepare(sql())) {
            return described.getParameterMetaData();
        }
    }

    private void prepareWithoutBinding() throws SQLException {
        if (plain != null) {
            return;
        }
        PreparedStatement composed = delegate();
        PreparedStatement replacement = factory.prepare(sql());
        boolean done = false;
        try {
            replacement.setFetchSize(composed.getFetchSize());
            replacement.setMaxRows(composed.getMaxRows());
            replacement.setMaxFieldSize(composed.getMaxFieldSize());
            replacement.setQueryTimeout(composed.getQueryTimeout());
            for (int i = 0; i < parameters.size(); i++) {
                Parameter parameter = parameters.get(i);
                if (parameter != null) {
                    parameter.set(replacement, i + 1);
                }
            }
            done = true;
        } finally {
            if (!done) {
                replacement.close();
            }
        }
        parameters.clear();
        plain = replacement;
        pastResults = false;
        composed.close();
    }

    private void set(int index, Parameter parameter) throws SQLException {
        if (plain != null) {
            parameter.set(plain, index);
            return;
        }
        if (index < 1) {
            throw new SQLException("The column index is out of range: " + index, "22023");
        }
        parameter.set(delegate(), index + 1);
        while (parameters.size() < index) {
            parameters.add(null);
        }
        parameters.set(index - 1, parameter);
    }

    /**
     * Sets a parameter whose type the driver leaves to the server. Were such a statement prepared on the server under a
     * name, the driver would have it described and then send it apart from the binding: one more round trip.
     */
    private void setUntyped(int index, Parameter parameter) throws SQLException {
        set(index, parameter);
        if (plain == null) {
            delegate().unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }

    /** Sets a parameter that cannot be set again: the driver may read a stream, or store a large object, at once. */
    private void setConsumed(int index, Parameter parameter) throws SQLException {
        prepareWithoutBinding();
        set(index, parameter);
    }

    private void set(int index, @Nullable Object value, Parameter parameter) throws SQLException {
        if (value instanceof InputStream || value instanceof Reader || value instanceof Blob || value instanceof Clob) {
            setConsumed(index, parameter);
        } else {
            set(index, parameter);
        }
    }

    /** Gives a statement the value of one parameter. */
    @FunctionalInterface
    private interface Parameter {
        void set(PreparedStatement statement, int index) throws SQLException;
    }

    @Override
    public void setArray(int index, Array value) throws SQLException {
        set(index, (s, i) -> s.setArray(i, value));
    }

    @Override
    public void setAsciiStream(int index, InputStream value) throws SQLException {
        setConsumed(index, (s, i) -> s.setAsciiStream(i, value));
    }

    @Override
    public void setAsciiStream(int index, InputStream value, int value2) throws SQLException {
        setConsumed(index, (s, i) -> s.setAsciiStream(i, value, value2));
    }

    @Override
    public void setAsciiStream(int index, InputStream value, long length) throws SQLException {
        setConsumed(index, (s, i) -> s.setAsciiStream(i, value, length));
    }

    @Override
    public void setBigDecimal(int index, BigDecimal value) throws SQLException {
        set(index, (s, i) -> s.setBigDecimal(i, value));
    }

    @Override
    public void setBinaryStream(int index, InputStream value) throws SQLException {
        setConsumed(index, (s, i) -> s.setBinaryStream(i, value));
    }

    @Override
    public void setBinaryStream(int index, InputStream value, int value2) throws SQLException {
        setConsumed(index, (s, i) -> s.setBinaryStream(i, value, value2));
    }

    @Override
    public void setBinaryStream(int index, InputStream value, long length) throws SQLException {
        setConsumed(index, (s, i) -> s.setBinaryStream(i, value, length));
    }

    @Override
    public void setBlob(int index, InputStream value) throws SQLException {
        setConsumed(index, (s, i) -> s.setBlob(i, value));
    }

    @Override
    public void setBlob(int index, Blob value) throws SQLException {
        setConsumed(index, (s, i) -> s.setBlob(i, value));
    }

    @Override
    public void setBlob(int index, InputStream value, long length) throws SQLException {
        setConsumed(index, (s, i) -> s.setBlob(i, value, length));
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        set(index, (s, i) -> s.setBoolean(i, value));
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        set(index, (s, i) -> s.setByte(i, value));
    }

    @Override
    public void setBytes(int index, byte[] value) throws SQLException {
        set(index, (s, i) -> s.setBytes(i, value));
    }

    @Override
    public void setCharacterStream(int index, Reader value) throws SQLException {
        setConsumed(index, (s, i) -> s.setCharacterStream(i, value));
    }

    @Override
    public void setCharacterStream(int index, Reader value, int value2) throws SQLException {
        setConsumed(index, (s, i) -> s.setCharacterStream(i, value, value2));
    }

    @Override
    public void setCharacterStream(int index, Reader value, long length) throws SQLException {
        setConsumed(index, (s, i) -> s.setCharacterStream(i, value, length));
    }

    @Override
    public void setClob(int index, Reader value) throws SQLException {
        setConsumed(index, (s, i) -> s.setClob(i, value));
    }

    @Override
    public void setClob(int index, Clob value) throws SQLException {
        setConsumed(index, (s, i) -> s.setClob(i, value));
    }

    @Override
    public void setClob(int index, Reader value, long length) throws SQLException {
        setConsumed(index, (s, i) -> s.setClob(i, value, length));
    }

    @Override
    public void setDate(int index, Date value) throws SQLException {
        setUntyped(index, (s, i) -> s.setDate(i, value));
    }

    @Override
    public void setDate(int index, Date value, Calendar calendar) throws SQLException {
        setUntyped(index, (s, i) -> s.setDate(i, value, calendar));
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        set(index, (s, i) -> s.setDouble(i, value));
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        set(index, (s, i) -> s.setFloat(i, value));
    }

    @Override
    public void setInt(int index, int value1) throws SQLException {
        set(index, (s, i) -> s.setInt(i, value1));
    }

    @Override
    public void setLong(int index, long length) throws SQLException {
        set(index, (s, i) -> s.setLong(i, length));
    }

    @Override
    public void setNCharacterStream(int index, Reader value) throws SQLException {
        setConsumed(index, (s, i) -> s.setNCharacterStream(i, value));
    }

    @Override
    public void setNCharacterStream(int index, Reader value, long length) throws SQLException {
        setConsumed(index, (s, i) -> s.setNCharacterStream(i, value, length));
    }

    @Override
    public void setNClob(int index, Reader value) throws SQLException {
        setConsumed(index, (s, i) -> s.setNClob(i, value));
    }

    @Override
    public void setNClob(int index, NClob value) throws SQLException {
        setConsumed(index, (s, i) -> s.setNClob(i, value));
    }

    @Override
    public void setNClob(int index, Reader value, long length) throws SQLException {
        setConsumed(index, (s, i) -> s.setNClob(i, value, length));
    }

    @Override
    public void setNString(int index, String value) throws SQLException {
        set(index, (s, i) -> s.setNString(i, value));
    }

    @Override
    public void setNull(int index, int value1) throws SQLException {
        setUntyped(index, (s, i) -> s.setNull(i, value1));
    }

    @Override
    public void setNull(int index, int value1, String value2) throws SQLException {
        setUntyped(index, (s, i) -> s.setNull(i, value1, value2));
    }

    @Override
    public void setObject(int index, Object value) throws SQLException {
        set(index, value, (s, i) -> s.setObject(i, value));
    }

    @Override
    public void setObject(int index, Object value, int sqlType) throws SQLException {
        if (sqlType == Types.OTHER) {
            setUntyped(index, (s, i) -> s.setObject(i, value, sqlType));
        } else {
            set(index, value, (s, i) -> s.setObject(i, value, sqlType));
        }
    }

    @Override
    public void setObject(int index, Object value, SQLType value2) throws SQLException {
        set(index, value, (s, i) -> s.setObject(i, value, value2));
    }

    @Override
    public void setObject(int index, Object value, int value2, int value3) throws SQLException {
        set(index, value, (s, i) -> s.setObject(i, value, value2, value3));
    }

    @Override
    public void setObject(int index, Object value, SQLType value2, int value3) throws SQLException {
        set(index, value, (s, i) -> s.setObject(i, value, value2, value3));
    }

    @Override
    public void setRef(int index, Ref value) throws SQLException {
        set(index, (s, i) -> s.setRef(i, value));
    }

    @Override
    public void setRowId(int index, RowId value) throws SQLException {
        set(index, (s, i) -> s.setRowId(i, value));
    }

    @Override
    public void setSQLXML(int index, SQLXML value) throws SQLException {
        set(index, (s, i) -> s.setSQLXML(i, value));
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        set(index, (s, i) -> s.setShort(i, value));
    }

    @Override
    public void setString(int index, String value) throws SQLException {
        set(index, (s, i) -> s.setString(i, value));
    }

    @Override
    public void setTime(int index, Time value) throws SQLException {
        setUntyped(index, (s, i) -> s.setTime(i, value));
    }

    @Override
    public void setTime(int index, Time value, Calendar calendar) throws SQLException {
        setUntyped(index, (s, i) -> s.setTime(i, value, calendar));
    }

    @Override
    public void setTimestamp(int index, Timestamp value) throws SQLException {
        setUntyped(index, (s, i) -> s.setTimestamp(i, value));
    }

    @Override
    public void setTimestamp(int index, Timestamp value, Calendar calendar) throws SQLException {
        setUntyped(index, (s, i) -> s.setTimestamp(i, value, calendar));
    }

    @Override
    public void setURL(int index, URL value) throws SQLException {
        set(index, (s, i) -> s.setURL(i, value));
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int index, InputStream value, int value2) throws SQLException {
        setConsumed(index, (s, i) -> s.setUnicodeStream(i, value, value2));
    }
}
