// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.time.Duration;

/**
 * How a migration is run. Immutable.
 *
 * @param lockTimeout how long a statement waits for a lock, at most; others queue behind it meanwhile
 * @param attempts how often a statement that did not get its lock is tried
 * @param batchSize how many rows a backfill fills in one transaction
 * @param batchPause how long it rests after each
 * @param maxWait how long another migration of the database is waited for
 */
public record RunOptions(Duration lockTimeout, int attempts, int batchSize, Duration batchPause, Duration maxWait) {

    /** Half a second for a lock, 20 attempts, 5,000 rows without a rest, half a minute for another migration. */
    public static final RunOptions DEFAULT =
            new RunOptions(Duration.ofMillis(500), 20, 5_000, Duration.ZERO, Duration.ofSeconds(30));
}
