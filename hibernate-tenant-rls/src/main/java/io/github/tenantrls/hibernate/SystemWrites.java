// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.hibernate.cache.spi.Region;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * What the system is writing or has written, in view of the second-level cache of one factory.
 *
 * <p>Entries are kept under the tenant's identifier, so the system neither finds those that its writes make old nor
 * learns what makes its own old. So it has no entries; from its first write in a transaction until the transaction has
 * ended the cache is closed to all; then it is emptied, and what was read in a transaction that began before is not put
 * into it any more, since it may be the old state. Thread-safe.
 */
final class SystemWrites {

    private final RegionFactory clock;
    private final Object system;
    private final List<Region> regions = new CopyOnWriteArrayList<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    /** Whether it writes in a transaction; weak, so that a session nobody has any more does not close the cache for good. */
    private final Map<SharedSessionContractImplementor, Boolean> writers = new WeakHashMap<>();

    private volatile boolean writing;
    private volatile long lastEnd = Long.MIN_VALUE;

    SystemWrites(RegionFactory clock, Object system) {
        this.clock = clock;
        this.system = system;
    }

    /** Has a region emptied after each transaction in which the system wrote. */
    void empties(Region region) {
        regions.add(region);
    }

    boolean isSystem(SharedSessionContractImplementor session) {
        return system.equals(session.getTenantIdentifierValue());
    }

    boolean mayRead(SharedSessionContractImplementor session) {
        return !isSystem(session) && !isWriting();
    }

    /** Puts, unless the session is the system's or may have read what the system has changed since. */
    boolean put(SharedSessionContractImplementor session, BooleanSupplier put) {
        return putOr(session, put, () -> {});
    }

    /** As {@link #put}, with what a tenant does instead. */
    boolean putOr(SharedSessionContractImplementor session, BooleanSupplier put, Runnable instead) {
        if (isSystem(session)) {
            return false;
        }
        boolean closed = isWriting();
        Lock putting = lock.readLock(); // no end of writes between the question and the answer
        putting.lock();
        try {
            if (!closed
                    && !writing
                    && session.getCacheTransactionSynchronization().getCachingTimestamp() > lastEnd) {
                return put.getAsBoolean();
            }
            instead.run();
            return false;
        } finally {
            putting.unlock();
        }
    }

    /** Whether the session is the system's; then it has begun to write. */
    boolean isBegunBy(SharedSessionContractImplementor session) {
        if (!isSystem(session)) {
            return false;
        }
        begin(session);
        return true;
    }

    private void begin(SharedSessionContractImplementor session) {
        lock.writeLock().lock();
        try {
            boolean inTransaction = session.isTransactionInProgress();
            Boolean known = writers.put(session, inTransaction);
            writing = true;
            if (inTransaction && !Boolean.TRUE.equals(known)) {
                session.getTransactionCompletionCallbacks().registerCallback((success, ended) -> end(session));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void end(SharedSessionContractImplementor session) {
        lock.writeLock().lock();
        try {
            writers.remove(session);
            ended();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Empties the cache as after a transaction of the system: tenants were changed past it. */
    void clear() {
        lock.writeLock().lock();
        try {
            ended();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Rolled back or not: what was put while nobody knew yet is old in either case. */
    private void ended() {
        regions.forEach(Region::clear);
        lastEnd = clock.nextTimestamp();
        writing = !writers.isEmpty();
    }

    /** Whether anybody writes; who does so without a transaction has ended when the session is closed. */
    private boolean isWriting() {
        if (writing) {
            lock.writeLock().lock();
            try {
                writers.entrySet()
                        .removeIf(entry -> !entry.getValue() && entry.getKey().isClosed());
                if (writing && writers.isEmpty()) {
                    ended();
                }
            } finally {
                lock.writeLock().unlock();
            }
        }
        return writing;
    }
}
