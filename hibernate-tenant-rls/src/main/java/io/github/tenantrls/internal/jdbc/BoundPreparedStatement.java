// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A prepared statement that is bound, where it is not yet, by a statement of its own. */
class BoundPreparedStatement extends ForwardingPreparedStatement {

    private final String sql;
    private final SqlText text;
    private boolean batchChecked;

    BoundPreparedStatement(BoundConnection connection, PreparedStatement delegate, String sql, SqlText text) {
        super(connection, delegate);
        this.sql = sql;
        this.text = text;
    }

    final String sql() {
        return sql;
    }

    final SqlText text() {
        return text;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        Lock lock = binding().lock();
        lock.lock();
        try {
            return produced(run(PreparedStatement::executeQuery));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int executeUpdate() throws SQLException {
        return run(PreparedStatement::executeUpdate);
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return run(PreparedStatement::executeLargeUpdate);
    }

    @Override
    public boolean execute() throws SQLException {
        Lock lock = binding().lock();
        lock.lock();
        try {
            return noted(run(PreparedStatement::execute));
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T run(Execution<PreparedStatement, T> execution) throws SQLException {
        return run(text, delegate(), execution);
    }

    @Override
    public void addBatch() throws SQLException {
        binding().checkContext();
        if (!batchChecked) {
            binding().checkBatched(sql);
            batchChecked = true;
        }
        super.addBatch();
    }

    @Override
    boolean batchesText() {
        return text.leavesUnknown();
    }
}
