// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.TenantRlsException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * The driver's connection under one that a pool lent, as far as it can be seen: with a driver other than pgjdbc, or a pool
 * that does not unwrap, it cannot. Only looked at while the pool's connection is open, as it may be another's by then.
 */
final class PhysicalConnection {

    private final Connection pooled;
    private final @Nullable BaseConnection driver;
    private final TenantSlot slot;

    PhysicalConnection(Connection pooled, String variable) throws SQLException {
        this.pooled = pooled;
        driver = pooled.isWrapperFor(BaseConnection.class) ? pooled.unwrap(BaseConnection.class) : null;
        slot = driver == null ? new TenantSlot() : TenantSlot.of(driver, variable);
    }

    TenantSlot slot() {
        return slot;
    }

    /** Whether the state of its transaction is known. */
    boolean isVisible() {
        return driver != null;
    }

    /** Whether several statements can be sent in one message that is one transaction in auto-commit too. */
    boolean pipelines() {
        return driver != null
                // there each part would be a transaction of its own in auto-commit
                && driver.getPreferQueryMode() != PreferQueryMode.SIMPLE
                // forces the binary format, and with it a description that confuses the parts
                && driver.getPrepareThreshold() >= 0;
    }

    boolean hasStandardStrings() {
        return driver == null || driver.getStandardConformingStrings();
    }

    /** Without a view of the transaction, auto-commit alone decides. */
    boolean isIdle() {
        return driver == null || driver.getTransactionState() == TransactionState.IDLE;
    }

    boolean isOpen() {
        return driver != null && driver.getTransactionState() == TransactionState.OPEN;
    }

    boolean isFailed() {
        return driver != null && driver.getTransactionState() == TransactionState.FAILED;
    }

    /** Whether the pool's connection still leads to it: a managed pool may exchange it when a transaction is joined. */
    boolean isCurrent() throws SQLException {
        return driver == null || pooled.unwrap(BaseConnection.class) == driver;
    }

    /**
     * Refuses to go on with another physical connection: statements and cursors of the first may still be in use.
     *
     * @throws TenantRlsException if the pool has exchanged it
     */
    void requireCurrent() throws SQLException {
        if (!isCurrent()) {
            throw new TenantRlsException("The pool has exchanged the database connection under a session that was using"
                    + " it, as the session joined a transaction in which the pool works on another one; begin the"
                    + " transaction before the session reads anything, or close its results first");
        }
    }
}
