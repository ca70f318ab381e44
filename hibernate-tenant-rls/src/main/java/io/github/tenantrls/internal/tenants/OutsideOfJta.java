// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.tenants;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Suspends the transaction of Jakarta Transactions, if the thread is in one, while work is done. Thread-safe. */
public final class OutsideOfJta implements UnitConnections.Outside {

    private final String unit;
    private final Supplier<@Nullable TransactionManager> transactions;

    /**
     * Creates it.
     *
     * @param unit the name of the persistence unit, for messages
     * @param transactions the transaction manager whose transactions connections would join; {@code null} for none
     */
    public OutsideOfJta(String unit, Supplier<@Nullable TransactionManager> transactions) {
        this.unit = unit;
        this.transactions = transactions;
    }

    @Override
    public <T> T call(TenantContext.Call<T, SQLException> work) throws SQLException {
        TransactionManager manager = transactions.get();
        if (manager == null) {
            return work.call();
        }
        Transaction suspended = suspend(manager);
        try {
            return work.call();
        } finally {
            if (suspended != null) {
                resume(manager, suspended);
            }
        }
    }

    private @Nullable Transaction suspend(TransactionManager manager) {
        try {
            return manager.suspend();
        } catch (SystemException e) {
            throw failed("suspended", e);
        }
    }

    private void resume(TransactionManager manager, Transaction suspended) {
        try {
            manager.resume(suspended);
        } catch (SystemException | InvalidTransactionException e) {
            throw failed("resumed", e);
        }
    }

    private TenantRlsException failed(String what, Exception e) {
        return new TenantRlsException(
                "Persistence unit " + unit + ": the table of the tenants is read and written outside of the current JTA"
                        + " transaction, which could not be " + what + "; see what the transaction manager reports",
                e);
    }
}
