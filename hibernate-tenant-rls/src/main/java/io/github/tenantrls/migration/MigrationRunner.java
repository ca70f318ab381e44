// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs migrations, one at a time for a database, and each so that it can be run again after it broke off anywhere. */
public final class MigrationRunner {

    /**
     * The key of the advisory lock that a session holds while it migrates a database, as in {@code pg_advisory_lock}: the
     * letters {@code tenantrl}.
     */
    public static final long LOCK_KEY = 0x74656e616e74726cL;

    private final Planning planner;
    private final RunOptions options;
    private final MigrationListener listener;
    private final Cancellation cancellation = new Cancellation();

    /**
     * Creates a runner.
     *
     * @param config what is to be isolated
     * @param plan how it is planned
     * @param options how it is run
     * @param listener is told how it goes on
     */
    public MigrationRunner(IsolationConfig config, PlanOptions plan, RunOptions options, MigrationListener listener) {
        this(connection -> MigrationPlan.of(connection, config, plan), options, listener);
    }

    MigrationRunner(Planning planner, RunOptions options, MigrationListener listener) {
        this.planner = planner;
        this.options = options;
        this.listener = listener;
    }

    /** Plans what a database lacks. */
    interface Planning {
        MigrationPlan plan(Connection connection) throws SQLException;
    }

    /**
     * Plans under the advisory lock {@link #LOCK_KEY}, and takes the steps.
     *
     * <p>It works as the role and with the search path that the connection began with, and with no time limits but its own;
     * what the session had of these is restored in the end. {@code pg_stat_activity} shows it as
     * {@code hibernate-tenant-rls migration}. The connection must lead to one session of the server's, not to a pool that
     * lends one for each transaction.
     *
     * <p>A step in a transaction that did not get its locks, or met a deadlock, is rolled back and tried again. A backfill
     * commits each batch; it waits for nobody's row locks until only such rows are left. Triggers of the tables fire for the
     * rows that it fills.
     *
     * <p>A thread that is interrupted, or {@link #cancel} called by another, ends it after the statement at work is
     * cancelled; what was done stays, and the next run goes on from there. The same holds if the process or the connection
     * dies.
     *
     * @param connection a connection of the owner of the tables, in no transaction; it is used for nothing else meanwhile
     * @return what was done; an empty plan if nothing was lacking
     * @throws MigrationLockedException if another migration is at work, or a step did not get its locks in all its attempts
     * @throws MigrationCancelledException if it was cancelled or the thread interrupted, which it then still is
     * @throws io.github.tenantrls.TenantRlsException if it cannot be planned, a step fails or the connection is lost
     *     meanwhile, with what to do; what the server said is the cause
     * @throws SQLException if the connection cannot be used, before the first step or after the last one
     */
    public MigrationPlan run(Connection connection) throws SQLException {
        MigrationRun run = new MigrationRun(connection, options, listener, cancellation);
        try (MigrationSession session = MigrationSession.of(connection);
                MigrationLock lock = MigrationLock.acquire(connection, run);
                Cancellation.Watch watch = cancellation.watch(connection)) {
            return take(run);
        }
    }

    /** Ends a run as soon as the statement at work can be cancelled, and those to come; may be called by any thread. */
    public void cancel() {
        cancellation.request();
    }

    private MigrationPlan take(MigrationRun run) throws SQLException {
        StepRunner runner = new StepRunner(run);
        List<MigrationStep> done = new ArrayList<>();
        MigrationPlan plan = plan(run);
        List<String> notes = plan.notes();
        int next = 0;
        while (next < plan.steps().size()) {
            MigrationStep step = plan.steps().get(next);
            run.begin(step, done.size() + 1, done.size() + plan.steps().size() - next);
            if (take(run, runner, step)) {
                done.add(step);
                next++;
            } else {
                plan = plan(run);
                next = 0;
            }
        }
        return new MigrationPlan(done, notes);
    }

    private static boolean take(MigrationRun run, StepRunner runner, MigrationStep step) {
        try {
            return runner.take(step);
        } catch (SQLException e) {
            throw new RunFailure(run).of(step, e);
        }
    }

    private MigrationPlan plan(MigrationRun run) throws SQLException {
        run.requireWanted();
        try {
            return planner.plan(run.connection());
        } catch (SQLException e) {
            if (cancellation.isRequested()) {
                throw run.cancelled(e);
            }
            throw e;
        }
    }
}
