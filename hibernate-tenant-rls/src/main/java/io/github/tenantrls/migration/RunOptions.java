// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.time.Duration;

/**
 * How a migration is run. Immutable.
 *
 * @param lockTimeout how long others are held up at most by a statement that waits for a lock: they queue behind it
 * @param attempts how often a statement that did not get its lock is tried
 * @param batchSize how many rows a backfill fills in one transaction
 * @param batchPause how long it rests after each
 * @param maxWait how long another migration of the database is waited for; also how long a statement waits, where nobody
 *     queues behind it, for the transactions that it has to outlast, such as the concurrent creation of an index
 */
public record RunOptions(Duration lockTimeout, int attempts, int batchSize, Duration batchPause, Duration maxWait) {

    /** Half a second for a lock, 20 attempts, 5,000 rows without a rest, half a minute for another migration. */
    public static final RunOptions DEFAULT =
            new RunOptions(Duration.ofMillis(500), 20, 5_000, Duration.ZERO, Duration.ofSeconds(30));

    /**
     * Creates options.
     *
     * @param lockTimeout a millisecond at least, since none would be no limit
     * @param attempts one at least
     * @param batchSize one at least
     * @param batchPause zero for none
     * @param maxWait zero for not at all
     * @throws TenantRlsException if one of them is less
     */
    public RunOptions {
        require(lockTimeout.toMillis() >= 1 && lockTimeout.toMillis() <= Integer.MAX_VALUE, "lock timeout", "1 ms");
        require(attempts >= 1, "number of attempts", "1");
        require(batchSize >= 1, "batch size", "1");
        require(!batchPause.isNegative(), "pause after a batch", "0");
        require(!maxWait.isNegative() && maxWait.toMillis() <= Integer.MAX_VALUE, "longest wait", "0");
    }

    private static void require(boolean holds, String what, String least) {
        if (!holds) {
            throw new TenantRlsException("The " + what + " of a migration is out of range; give at least " + least);
        }
    }
}
