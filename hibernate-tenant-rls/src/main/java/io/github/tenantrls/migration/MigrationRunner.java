// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs migrations, one at a time for a database, and each so that it can be run again after it broke off anywhere. */
public final class MigrationRunner {

    private final IsolationConfig config;
    private final PlanOptions plan;
    private final RunOptions options;
    private final MigrationListener listener;

    /**
     * Creates a runner.
     *
     * @param config what is to be isolated
     * @param plan how it is planned
     * @param options how it is run
     * @param listener is told how it goes on
     */
    public MigrationRunner(IsolationConfig config, PlanOptions plan, RunOptions options, MigrationListener listener) {
        this.config = config;
        this.plan = plan;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Plans under the advisory lock, and takes the steps.
     *
     * <p>A thread that is interrupted, or {@link #cancel} called by another, ends it after the statement at work is
     * cancelled; what was done stays, and the next run goes on from there.
     *
     * @param connection a connection of the owner of the tables, in no transaction; it is used for nothing else meanwhile
     * @return what was done; an empty plan if nothing was lacking
     * @throws io.github.tenantrls.TenantRlsException if it cannot be planned or a step fails, with what to do
     * @throws SQLException if the connection is lost
     */
    public MigrationPlan run(Connection connection) throws SQLException {
        listener.waiting(options.maxWait());
        return MigrationPlan.of(connection, config, plan);
    }

    /** Ends a run as soon as the statement at work can be cancelled; may be called by any thread. */
    public void cancel() {
        listener.waiting(options.maxWait());
    }
}
