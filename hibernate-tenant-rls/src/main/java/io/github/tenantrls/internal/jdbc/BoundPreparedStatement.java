// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A prepared statement that is bound, where it is not yet, by a statement of its own. */
class BoundPreparedStatement extends ForwardingPreparedStatement {

    private final String sql;
    private boolean batchesText;

    BoundPreparedStatement(BoundConnection connection, PreparedStatement delegate, String sql) {
        super(connection, delegate);
        this.sql = sql;
    }

    final String sql() {
        return sql;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return opened(binding().execute(sql, delegate(), () -> delegate().executeQuery()));
    }

    @Override
    public int executeUpdate() throws SQLException {
        return binding().execute(sql, delegate(), () -> delegate().executeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return binding().execute(sql, delegate(), () -> delegate().executeLargeUpdate());
    }

    @Override
    public boolean execute() throws SQLException {
        return binding().execute(sql, delegate(), () -> delegate().execute());
    }

    @Override
    public void addBatch(String text) throws SQLException {
        batchesText = true;
        super.addBatch(text);
    }

    @Override
    boolean batchesText() {
        return batchesText || sql.indexOf(';') >= 0 || UtilityCommands.contain(sql);
    }
}
