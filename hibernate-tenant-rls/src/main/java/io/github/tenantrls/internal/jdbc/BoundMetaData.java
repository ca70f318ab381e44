// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Metadata that leads back to the bound connection; its own queries read the catalog only, and are not bound. */
final class BoundMetaData extends ForwardingDatabaseMetaData {

    private final BoundConnection connection;

    BoundMetaData(BoundConnection connection, DatabaseMetaData delegate) {
        super(delegate);
        this.connection = connection;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connection;
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

    private ResultSet catalogRows(ResultSet rows) {
        return new BoundResultSet(connection, null, rows, false);
    }

    @Override
    public ResultSet getAttributes(String name, String value1, String value2, String value3) throws SQLException {
        return catalogRows(delegate().getAttributes(name, value1, value2, value3));
    }

    @Override
    public ResultSet getBestRowIdentifier(String name, String value1, String value2, int value3, boolean value4)
            throws SQLException {
        return catalogRows(delegate().getBestRowIdentifier(name, value1, value2, value3, value4));
    }

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return catalogRows(delegate().getCatalogs());
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        return catalogRows(delegate().getClientInfoProperties());
    }

    @Override
    public ResultSet getColumnPrivileges(String name, String value1, String value2, String value3) throws SQLException {
        return catalogRows(delegate().getColumnPrivileges(name, value1, value2, value3));
    }

    @Override
    public ResultSet getColumns(String name, String value1, String value2, String value3) throws SQLException {
        return catalogRows(delegate().getColumns(name, value1, value2, value3));
    }

    @Override
    public ResultSet getCrossReference(
            String name, String value1, String value2, String value3, String value4, String value5)
            throws SQLException {
        return catalogRows(delegate().getCrossReference(name, value1, value2, value3, value4, value5));
    }

    @Override
    public ResultSet getExportedKeys(String name, String value1, String value2) throws SQLException {
        return catalogRows(delegate().getExportedKeys(name, value1, value2));
    }

    @Override
    public ResultSet getFunctionColumns(String name, String value1, String value2, String value3) throws SQLException {
        return catalogRows(delegate().getFunctionColumns(name, value1, value2, value3));
    }

    @Override
    public ResultSet getFunctions(String name, String value1, String value2) throws SQLException {
        return catalogRows(delegate().getFunctions(name, value1, value2));
    }

    @Override
    public ResultSet getImportedKeys(String name, String value1, String value2) throws SQLException {
        return catalogRows(delegate().getImportedKeys(name, value1, value2));
    }

    @Override
    public ResultSet getIndexInfo(String name, String value1, String value2, boolean value3, boolean value4)
            throws SQLException {
        return catalogRows(delegate().getIndexInfo(name, value1, value2, value3, value4));
    }

    @Override
    public ResultSet getPrimaryKeys(String name, String value1, String value2) throws SQLException {
        return catalogRows(delegate().getPrimaryKeys(name, value1, value2));
    }

    @Override
    public ResultSet getProcedureColumns(String name, String value1, String value2, String value3) throws SQLException {
        return catalogRows(delegate().getProcedureColumns(name, value1, value2, value3));
    }

    @Override
    public ResultSet getProcedures(String name, String value1, String value2) throws SQLException {
        return catalogRows(delegate().getProcedures(name, value1, value2));
    }

    @Override
    public ResultSet getPseudoColumns(String name, String value1, String value2, String value3) throws SQLException {
        return catalogRows(delegate().getPseudoColumns(name, value1, value2, value3));
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return catalogRows(delegate().getSchemas());
    }

    @Override
    public ResultSet getSchemas(String name, String value) throws SQLException {
        return catalogRows(delegate().getSchemas(name, value));
    }

    @Override
    public ResultSet getSuperTables(String name, String value1, String value2) throws SQLException {
        return catalogRows(delegate().getSuperTables(name, value1, value2));
    }

    @Override
    public ResultSet getSuperTypes(String name, String value1, String value2) throws SQLException {
        return catalogRows(delegate().getSuperTypes(name, value1, value2));
    }

    @Override
    public ResultSet getTablePrivileges(String name, String value1, String value2) throws SQLException {
        return catalogRows(delegate().getTablePrivileges(name, value1, value2));
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        return catalogRows(delegate().getTableTypes());
    }

    @Override
    public ResultSet getTables(String name, String value1, String value2, String[] value3) throws SQLException {
        return catalogRows(delegate().getTables(name, value1, value2, value3));
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return catalogRows(delegate().getTypeInfo());
    }

    @Override
    public ResultSet getUDTs(String name, String value1, String value2, int[] value3) throws SQLException {
        return catalogRows(delegate().getUDTs(name, value1, value2, value3));
    }

    @Override
    public ResultSet getVersionColumns(String name, String value1, String value2) throws SQLException {
        return catalogRows(delegate().getVersionColumns(name, value1, value2));
    }
}
