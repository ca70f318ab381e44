// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.SQLException;
import java.time.Duration;

/** Is told how a migration goes on, by the thread that runs it. */
public interface MigrationListener {

    /** Says nothing. */
    MigrationListener NONE = new MigrationListener() {};

    /**
     * Another migration holds the advisory lock and is waited for.
     *
     * @param waited how long it has been waited so far
     */
    default void waiting(Duration waited) {}

    /**
     * A step begins.
     *
     * @param step the step
     * @param number its number, from 1
     * @param total how many there are
     */
    default void started(MigrationStep step, int number, int total) {}

    /**
     * A backfill goes on.
     *
     * @param step the step
     * @param done how many rows are filled by now
     * @param total how many there are to fill, estimated; not below {@code done}
     */
    default void progress(MigrationStep step, long done, long total) {}

    /**
     * A statement did not get its lock in time, or met a deadlock, and is tried again.
     *
     * @param step the step
     * @param attempt the number of the attempt that failed, from 1
     * @param cause what the server said
     */
    default void retrying(MigrationStep step, int attempt, SQLException cause) {}

    /**
     * A step is done.
     *
     * @param step the step
     * @param took how long it took
     */
    default void finished(MigrationStep step, Duration took) {}
}
