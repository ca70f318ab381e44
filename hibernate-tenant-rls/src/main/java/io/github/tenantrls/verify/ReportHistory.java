// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The last report on a factory, and who is told when the next one differs. Thread-safe. */
final class ReportHistory {

    private static final Logger LOG = Logger.getLogger(RlsVerifier.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final List<DriftListener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable VerificationReport last;

    Optional<VerificationReport> last() {
        return Optional.ofNullable(last);
    }

    void add(DriftListener listener) {
        listeners.add(listener);
    }

    void remove(DriftListener listener) {
        listeners.remove(listener);
    }

    void removeListeners() {
        listeners.clear();
    }

    /**
     * Makes a report the last one, and tells of the difference. A verification that fails changes nothing.
     *
     * @throws TenantRlsException if the verification fails
     */
    VerificationReport next(Supplier<VerificationReport> verification) {
        VerificationReport previous;
        VerificationReport current;
        // one after the other: else a report that was begun earlier and ends later would bring back what is gone
        lock.lock();
        try {
            current = verification.get();
            previous = last;
            last = current;
        } finally {
            lock.unlock();
        }
        if (previous != null) {
            tell(DriftEvent.between(previous, current));
        }
        return current;
    }

    private void tell(DriftEvent event) {
        String unit = event.current().unit();
        event.added()
                .forEach(finding -> LOG.warnf(
                        "Persistence unit %s: new since the last verification: %s", unit, finding.toLogLine()));
        event.removed()
                .forEach(finding ->
                        LOG.infof("Persistence unit %s: gone since the last verification: %s", unit, finding));
        if (!event.isEmpty()) {
            listeners.forEach(listener -> tell(listener, event));
        }
    }

    private static void tell(DriftListener listener, DriftEvent event) {
        try {
            listener.drifted(event);
        } catch (Throwable e) { // an error too, or a checked exception from where there are none
            LOG.warnf(
                    e,
                    "Persistence unit %s: a listener failed on findings that have changed; the other listeners are told",
                    event.current().unit());
        }
    }
}
