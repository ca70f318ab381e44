// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** When and how often something is tried again that met other transactions. */
final class Repetition {

    private static final String DEADLOCK = "40P01";
    private static final String NO_LOCK = "55P03";
    private static final String NOT_SERIALIZABLE = "40001";
    private static final Set<String> STATES = Set.of(NO_LOCK, DEADLOCK, NOT_SERIALIZABLE);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE = 32;

    private final MigrationRun run;
    private int failed;

    Repetition(MigrationRun run) {
        this.run = run;
    }

    /** Whether others were in the way, who may be gone the next time. */
    static boolean isWorthwhile(SQLException failure) {
        return failure.getSQLState() != null && STATES.contains(failure.getSQLState());
    }

    /** How many attempts have failed so far. */
    int failed() {
        return failed;
    }

    /**
     * Rests before the next attempt, longer each time, and never as long as somebody else who failed at the same moment.
     *
     * @throws SQLException the failure, if it is none to repeat or there are no more attempts
     */
    void after(MigrationStep step, SQLException failure) throws SQLException {
        run.requireWanted();
        failed++;
        if (!isWorthwhile(failure) || failed >= run.options().attempts()) {
            throw failure;
        }
        run.listener().retrying(step, failed, failure);
        long pause = FIRST_PAUSE_MILLIS * Math.min(LONGEST_PAUSE, 1L << Math.min(failed - 1, 10));
        run.cancellation()
                .pause(Duration.ofMillis(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1)));
    }
}
