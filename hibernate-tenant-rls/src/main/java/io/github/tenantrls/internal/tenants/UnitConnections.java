// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.tenants;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Does work on connections of a persistence unit or of a {@code DataSource}, outside of the thread's transaction. Thread-safe. */
public final class UnitConnections {

    private final Source unbound;
    private final Source system;
    private final Outside outside;

    /**
     * Creates it.
     *
     * @param unbound connections for no tenant
     * @param system connections for the system, to be used in a block of {@link TenantContext#runAsSystem} only
     * @param outside has the work done outside of a transaction that the connections would join
     */
    public UnitConnections(Source unbound, Source system, Outside outside) {
        this.unbound = unbound;
        this.system = system;
        this.outside = outside;
    }

    /** Has work done outside of the thread's transaction, as far as it knows of one. */
    public interface Outside {
        /** Does it. */
        <T> T call(TenantContext.Call<T, SQLException> work) throws SQLException;
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
        return outside.call(() -> {
            try (Connection connection = unbound.open()) {
                return readOn(connection, work);
            }
        });
    }

    /**
     * Reads on a connection, and ends the transaction in which that was, unless others have begun it.
     *
     * @param connection one that the pool has just lent
     * @param work what to do
     */
    public static <T> T readOn(Connection connection, Work<T> work) throws SQLException {
        boolean first = isIdle(connection);
        try {
            return work.on(connection);
        } finally {
            if (first && !connection.getAutoCommit()) {
                end(connection);
            }
        }
    }

    private static boolean isIdle(Connection connection) throws SQLException {
        return !connection.isWrapperFor(BaseConnection.class)
                || connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }

    private static void end(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // it takes part in a transaction of JTA, which others end, or it is broken; nothing is bound in either case
        }
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
        return outside.call(() -> {
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
}
