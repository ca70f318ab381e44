// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.internal.SqlName;
import io.github.tenantrls.schema.TenantTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one tenant in the tables of the tenant-scoped entities, on connections of the system.
 *
 * @param owner whose tables they are, as messages begin
 * @param tables the tables
 * @param tenant the tenant
 */
record TenantRows(String owner, List<TenantTable> tables, Object tenant) {

    /** How many rows are counted before it is only said that there are more. */
    private static final int ENOUGH = 1000;

    /** The condition that a row is the tenant's, with one parameter. */
    static String condition(TenantTable table, String alias) {
        return alias + "." + SqlName.quote(table.column()) + " = ?";
    }

    /** The tenant as a value of the table's own column. */
    Object value(TenantTable table) {
        return table.columnType().normalize(tenant);
    }

    long count(Connection connection, TenantTable table) throws SQLException {
        return number(
                connection, table, "select count(*) from " + table.sqlName() + " t where " + condition(table, "t"));
    }

    /**
     * Refuses to go on while there are any.
     *
     * @throws TenantHasRowsException if there are
     */
    void refuseAny(Connection connection) throws SQLException {
        List<String> found = found(connection);
        if (!found.isEmpty()) {
            throw new TenantHasRowsException(owner + ": the tenant was not deleted, because there are"
                    + " rows of it in " + String.join(", ", found)
                    + "; delete them first, or by delete(id, DeleteOptions.withRows())");
        }
    }

    boolean areGone(Connection connection) throws SQLException {
        return found(connection).isEmpty();
    }

    private List<String> found(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        for (TenantTable table : tables) {
            long rows = number(
                    connection,
                    table,
                    "select count(*) from (select from " + table.sqlName() + " t where " + condition(table, "t")
                            + " limit " + ENOUGH + ") found");
            if (rows > 0) {
                found.add(table.displayName() + " (" + (rows == ENOUGH ? "at least " : "") + rows + ")");
            }
        }
        return found;
    }

    private long number(Connection connection, TenantTable table, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, value(table));
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
