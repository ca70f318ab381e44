// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.tenants;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does work on connections of a persistence unit outside of whatever transaction the thread is in: one of Jakarta
 * Transactions is suspended meanwhile. Thread-safe.
 */
public final class UnitConnections {

    private final String unit;
    private final Source unbound;
    private final Source system;
    private final Supplier<@Nullable TransactionManager> transactions;

    /**
     * Creates it.
     *
     * @param unit the name of the persistence unit, for messages
     * @param unbound connections for no tenant
     * @param system connections for the system, to be used in a block of {@link TenantContext#runAsSystem} only
     * @param transactions the transaction manager whose transactions the connections would join; {@code null} for none
     */
    public UnitConnections(
            String unit, Source unbound, Source system, Supplier<@Nullable TransactionManager> transactions) {
        this.unit = unit;
        this.unbound = unbound;
        this.system = system;
        this.transactions = transactions;
    }

    /** Where connections come from. */
    @FunctionalInterface
    public interface Source {
        /** Opens one, which the caller closes. */
        Connection open() throws SQLException;
    }

    /**
     * What to do on a connection.
     *
     * @param <T> the result
     */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T on(Connection connection) throws SQLException;
    }

    /**
     * Reads for no tenant; no transaction is open afterwards.
     *
     * @param work what to do
     */
    public <T> T read(Work<T> work) throws SQLException {
        return outside(() -> {
            try (Connection connection = unbound.open()) {
                try {
                    return work.on(connection);
                } finally {
                    if (!connection.getAutoCommit()) {
                        connection.rollback();
                    }
                }
            }
        });
    }

    /**
     * Works for the system, in one transaction.
     *
     * @param reason for the journal of system work
     * @param work what to do
     * @throws TenantRlsException if the unit has no system identity
     */
    public <T> T asSystem(String reason, Work<T> work) throws SQLException {
        return TenantContext.<T, SQLException>callAsSystem(reason, () -> inTransaction(work));
    }

    /**
     * As {@link #asSystem}, in a block of {@link TenantContext#runAsSystem} that is open.
     *
     * @param work what to do
     */
    public <T> T inTransaction(Work<T> work) throws SQLException {
        return outside(() -> {
            try (Connection connection = system.open()) {
                return committed(connection, work);
            }
        });
    }

    private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.on(connection);
            connection.commit();
        } catch (Throwable e) {
            rollback(connection, e);
            throw e;
        }
        connection.setAutoCommit(autoCommit);
        return result;
    }

    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private <T> T outside(TenantContext.Call<T, SQLException> work) throws SQLException {
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
