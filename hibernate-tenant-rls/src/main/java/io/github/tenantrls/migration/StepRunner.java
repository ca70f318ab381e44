// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes steps, one after the other. Not thread-safe. */
final class StepRunner {

    /** What waits for locks that no statement of an application queues behind. */
    private static final Pattern PATIENT = Pattern.compile(
            "(create\\s+(unique\\s+)?|drop\\s+)index\\s+concurrently\\s.*|alter\\s+table\\s.*\\svalidate\\s+constraint\\s.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final MigrationRun run;
    private final StepTransaction transaction;
    private final Backfill backfill;

    /** Failures of the step that is planned anew after each of them. */
    private @Nullable Repetition planned;

    StepRunner(MigrationRun run) {
        this.run = run;
        this.transaction = new StepTransaction(run);
        this.backfill = new Backfill(run, transaction);
    }

    /**
     * Takes a step.
     *
     * @return whether it is done; otherwise what is left is to be planned anew
     * @throws SQLException if it failed
     */
    boolean take(MigrationStep step) throws SQLException {
        long begin = System.nanoTime();
        if (step.backfill() != null) {
            backfill.fill(step, step.backfill());
        } else if (step.transactional()) {
            transaction.repeat(step, () -> executeAll(step));
        } else if (!isDoneAlone(step)) {
            return false;
        }
        run.listener().finished(step, Duration.ofNanos(System.nanoTime() - begin));
        return true;
    }

    private int executeAll(MigrationStep step) throws SQLException {
        for (String statement : step.statements()) {
            run.execute(statement);
        }
        return step.statements().size();
    }

    /** What was begun outside of a transaction may be there by half: the catalog says what is left to do. */
    private boolean isDoneAlone(MigrationStep step) throws SQLException {
        Repetition repetition = planned == null ? new Repetition(run) : planned;
        try {
            for (String statement : step.statements()) {
                run.execute("set lock_timeout = " + patience(statement).toMillis());
                run.execute(statement);
            }
            planned = null;
            return true;
        } catch (SQLException e) {
            repetition.after(step, e);
            planned = repetition;
            return false;
        }
    }

    private Duration patience(String statement) {
        Duration lockTimeout = run.options().lockTimeout();
        Duration maxWait = run.options().maxWait();
        return PATIENT.matcher(statement).matches() && maxWait.compareTo(lockTimeout) > 0 ? maxWait : lockTimeout;
    }
}
