// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run of {@link ForEachTenant} is. Immutable.
 *
 * @param tenant the tenant whose work has just ended
 * @param failure why that failed; empty if it is done
 * @param done for how many tenants the work is done and committed
 * @param failed for how many it failed
 * @param total how many tenants there are, where that is known
 * @param elapsed the time since the start
 */
public record ForEachProgress(
        Object tenant, Optional<Throwable> failure, long done, long failed, OptionalLong total, Duration elapsed) {

    /**
     * How much longer the run will take if it goes on as fast as it did on average until now.
     *
     * @return zero at the end; empty if the total is not known, or nothing has ended yet
     */
    public Optional<Duration> remaining() {
        long ended = done + failed;
        if (total.isEmpty() || ended == 0) {
            return Optional.empty();
        }
        double nanosEach = (double) elapsed.toNanos() / ended;
        return Optional.of(Duration.ofNanos((long) (nanosEach * Math.max(0, total.getAsLong() - ended))));
    }
}
