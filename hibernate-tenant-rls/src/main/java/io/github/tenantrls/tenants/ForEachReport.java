// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What came of a run of {@link ForEachTenant}. Immutable.
 *
 * <p>Tenants are begun in the order in which they were given: those not begun are the ones after the first {@code done +
 * failures.size()}.
 *
 * @param done for how many tenants the work is done and committed
 * @param failures the tenants for which it failed, in the order in which they were given
 * @param notBegun for how many it was not begun, because the run was cancelled or stopped; empty if it was and nobody knows
 *     how many tenants there are
 * @param cancelled whether the run was cancelled before its end
 * @param elapsed how long it took
 */
public record ForEachReport(
        long done, List<TenantFailure> failures, OptionalLong notBegun, boolean cancelled, Duration elapsed) {

    /** More would make a stack trace that nobody reads. */
    private static final int MAX_SUPPRESSED = 20;

    /**
     * Does nothing if the work failed for no tenant, whether or not it was begun for all of them.
     *
     * @return this report
     * @throws TenantRlsException if it failed for any; its cause is the first failure, the next ones are suppressed
     */
    public ForEachReport throwIfFailed() {
        if (failures.isEmpty()) {
            return this;
        }
        TenantRlsException failed = new TenantRlsException(
                "The work failed for " + failures.size() + " of " + (done + failures.size())
                        + " tenants, and nothing of it is left for these; the cause is that of the first, and"
                        + " ForEachReport.failures() has each with its tenant",
                failures.get(0).cause());
        failures.stream().skip(1).limit(MAX_SUPPRESSED).forEach(failure -> failed.addSuppressed(failure.cause()));
        throw failed;
    }
}
