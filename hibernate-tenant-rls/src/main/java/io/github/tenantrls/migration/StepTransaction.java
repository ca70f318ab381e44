// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.Connection;
import java.sql.SQLException;

/** Transactions that wait shortly for locks and are tried again; each leaves the connection in auto-commit. */
final class StepTransaction {

    private final MigrationRun run;

    StepTransaction(MigrationRun run) {
        this.run = run;
    }

    /** What is done in a transaction. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * Does something in a transaction, again and again until it got its locks.
     *
     * @throws SQLException if it failed otherwise, or in all attempts
     */
    <T> T repeat(MigrationStep step, Work<T> work) throws SQLException {
        Repetition repetition = new Repetition(run);
        while (true) {
            try {
                return once(() -> {
                    if (!repetition.isFirst()) {
                        new Autovacuum(run).sendAway(step);
                    }
                    run.execute("set local lock_timeout = "
                            + run.options().lockTimeout().toMillis());
                    return work.run();
                });
            } catch (SQLException e) {
                repetition.after(step, e);
            }
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        Connection connection = run.connection();
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.run();
            run.requireWanted();
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            undo(connection, e);
            throw e;
        }
        return result;
    }

    private static void undo(Connection connection, Exception reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
