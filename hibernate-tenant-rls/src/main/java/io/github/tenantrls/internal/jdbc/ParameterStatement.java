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
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** A prepared statement that gets all of its parameters through three methods, and so can shift them and set them again. */
@SuppressWarnings("deprecation")
abstract class ParameterStatement extends BoundPreparedStatement {

    ParameterStatement(BoundConnection connection, PreparedStatement delegate, String sql, SqlText text) {
        super(connection, delegate, sql, text);
    }

    /** Sets a parameter. */
    abstract void set(int index, Parameter parameter) throws SQLException;

    /** Sets a parameter whose type the driver leaves to the server. */
    abstract void setUntyped(int index, Parameter parameter) throws SQLException;

    /** Sets a parameter that cannot be set again: the driver may read a stream, or store a large object, at once. */
    abstract void setConsumed(int index, Parameter parameter) throws SQLException;

    private void set(int index, @Nullable Object value, Parameter parameter) throws SQLException {
        if (value instanceof InputStream || value instanceof Reader || value instanceof Blob || value instanceof Clob) {
            setConsumed(index, parameter);
        } else {
            set(index, parameter);
        }
    }

    /** Gives a statement the value of one parameter. */
    @FunctionalInterface
    interface Parameter {
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
