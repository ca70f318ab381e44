// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * The transaction of the probe, on a connection like the application's own: rolled back whatever happens. Where it cannot
 * be rolled back, the connection is given up, and the server does it.
 */
final class ProbeTransaction {

    private final Connections connections;
    private final Unit unit;

    ProbeTransaction(Connections connections, Unit unit) {
        this.connections = connections;
        this.unit = unit;
    }

    /**
     * Runs the probe.
     *
     * @throws TenantRlsException if it cannot be carried through
     */
    ProbeReport run() {
        try {
            Connection connection = connections.get();
            try {
                return rolledBack(connection);
            } finally {
                connections.release(connection);
            }
        } catch (SQLException | ConnectionLost e) {
            throw new TenantRlsException(
                    unit.configuration().owner() + ": whether the database isolates the tenants"
                            + " cannot be tried out (" + e.getMessage() + "); see that the database answers and that no"
                            + " transaction is under way, and try again",
                    e);
        }
    }

    private ProbeReport rolledBack(Connection connection) throws SQLException {
        requireIdle(connection);
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false); // refused by a pool if the connection takes part in somebody's transaction
        ProbeReport report;
        try {
            ProbeSession session =
                    new ProbeSession(connection, unit.configuration().variable());
            report = new Probe(session, new CatalogQuery(connection, unit.tables()), unit).report();
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException | RuntimeException e) {
            abandon(connection, autoCommit, e);
            throw e;
        }
        return report;
    }

    /** What is rolled back must be the probe's work alone. */
    private static void requireIdle(Connection connection) throws SQLException {
        if (connection.isWrapperFor(BaseConnection.class)
                && connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
            throw new SQLException("the connection is in a transaction already", "25001");
        }
    }

    private static void abandon(Connection connection, boolean autoCommit, Exception reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            reason.addSuppressed(e);
            end(connection, reason);
        }
    }

    private static void end(Connection connection, Exception reason) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
