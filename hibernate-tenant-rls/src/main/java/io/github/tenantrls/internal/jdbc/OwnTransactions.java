// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Transactions of the library's own, around single statements of a connection in auto-commit. */
final class OwnTransactions {

    private final Connection pooled;
    private final TenantSlot slot;

    OwnTransactions(Connection pooled, TenantSlot slot) {
        this.pooled = pooled;
        this.slot = slot;
    }

    /** Does something in a transaction, and puts auto-commit on again. */
    <T extends @Nullable Object> T run(SqlCall<T> work) throws SQLException {
        pooled.setAutoCommit(false);
        boolean done = false;
        try {
            T result = work.call();
            pooled.commit();
            done = true;
            return result;
        } finally {
            slot.forget();
            if (!done) {
                rollBackAfterFailure();
            }
            backToAutoCommit(done);
        }
    }

    /** Ends, after a failure, a transaction that was begun by text. */
    void rollBackText() {
        try (Statement rollback = pooled.createStatement()) {
            rollback.execute("rollback");
        } catch (SQLException e) {
            slot.forget(); // the failure that brought us here tells more; the connection is not usable
        }
    }

    private void rollBackAfterFailure() {
        try {
            pooled.rollback();
        } catch (SQLException e) {
            // the failure that brought us here tells more, and the server drops the transaction with the connection
            slot.forget();
        }
    }

    private void backToAutoCommit(boolean done) throws SQLException {
        try {
            pooled.setAutoCommit(true);
        } catch (SQLException e) {
            if (done) {
                throw e;
            }
        }
    }
}
