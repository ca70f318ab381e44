// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.Connection;
import java.sql.SQLException;

/** Transactions that wait shortly for locks and are tried again; each leaves the connection in auto-commit. */
final class StepTransaction {

    /** So many locks are waited for one after the other, and who waits for the first is held up by all of that. */
    private static final int KEY_LOCKS = 3;

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
                    prepare(step, repetition.failed());
                    return work.run();
                });
            } catch (SQLException e) {
                repetition.after(step, e);
            }
        }
    }

    private void prepare(MigrationStep step, int failed) throws SQLException {
        if (step.backfill() == null) {
            new Autovacuum(run).sendAway(step);
        }
        long lockTimeout = run.options().lockTimeout().toMillis();
        if (step.kind() == StepKind.KEY) {
            limitLocks(lockTimeout / KEY_LOCKS);
            new KeyLocks(run).take(step, failed % 2 == 1);
        } else {
            limitLocks(lockTimeout);
        }
    }

    /** Zero would be no limit. */
    private void limitLocks(long millis) throws SQLException {
        run.execute("set local lock_timeout = " + Math.max(1, millis));
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
