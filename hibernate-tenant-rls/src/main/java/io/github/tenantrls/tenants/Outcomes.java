// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What has come of each tenant, counted, and told to the listener by one thread at a time. Thread-safe. */
final class Outcomes {

    private static final Logger LOG = Logger.getLogger(ForEachTenant.class);

    private final OptionalLong total;
    private final ForEachListener listener;
    private final long start = System.nanoTime();
    private final SortedMap<Long, TenantFailure> failures = new TreeMap<>();
    private long done;

    Outcomes(OptionalLong total, ForEachListener listener) {
        this.total = total;
        this.listener = listener;
    }

    synchronized void add(TenantQueue.Item item, @Nullable Throwable failure, ForEachRun run) {
        if (failure == null) {
            done++;
        } else {
            failures.put(item.position(), new TenantFailure(item.tenant(), failure));
        }
        tell(
                new ForEachProgress(
                        item.tenant(), Optional.ofNullable(failure), done, failures.size(), total, elapsed()),
                run);
    }

    synchronized ForEachReport report(TenantQueue queue, boolean cancelled) {
        return new ForEachReport(done, List.copyOf(failures.values()), queue.left(total), cancelled, elapsed());
    }

    /** The exception that stands for a report where the tenants could not be read to the end. */
    synchronized TenantRlsException unfinished(Throwable cause) {
        TenantRlsException unfinished = new TenantRlsException(
                "The run was broken off when the next tenant was to be read; until then the work was done for " + done
                        + " tenants and failed for " + failures.size()
                        + ", and is to be done for those after them; see the cause for what is to be mended",
                cause);
        failures.values().forEach(failure -> unfinished.addSuppressed(failure.cause()));
        return unfinished;
    }

    private void tell(ForEachProgress progress, ForEachRun run) {
        try {
            listener.progressed(progress, run);
        } catch (Throwable e) { // an error too: the thread has other tenants to work for
            LOG.warnf(e, "A listener of ForEachTenant failed, which changes nothing for the run: %s", listener);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
