// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.TenantColumnType;
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
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.jboss.logging.Logger;

/**
 * What the system is writing or has written, in view of the second-level cache of one factory; and likewise each session
 * whose connection is not {@linkplain OwnConnection its own tenant's}.
 *
 * <p>Entries are kept under the identifier of the session's tenant, so these neither find those that their writes make old
 * nor read what belongs under it. So they have no entries; from their first write in a transaction until the transaction has
 * ended the cache is closed to all; then it is emptied, and what was read in a transaction that began before is not put
 * into it any more, since it may be the old state. Thread-safe.
 */
final class SystemWrites {

    private static final Logger LOG = Logger.getLogger(SystemWrites.class);

    private final RegionFactory clock;
    private final Object system;
    private final OwnConnection own;
    private final List<Region> regions = new CopyOnWriteArrayList<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    /** Whether it writes in a transaction; weak, so that a session nobody has any more does not close the cache for good. */
    private final Map<SharedSessionContractImplementor, Boolean> writers = new WeakHashMap<>();

    private volatile boolean writing;
    private volatile long lastEnd = Long.MIN_VALUE;

    SystemWrites(RegionFactory clock, TenantColumnType type) {
        this.clock = clock;
        this.system = type.system();
        this.own = new OwnConnection(type);
    }

    /** Has a region emptied after each transaction in which the system wrote. */
    void empties(Region region) {
        regions.add(region);
    }

    /** Whether the session is to have no entries. */
    boolean isPastCache(SharedSessionContractImplementor session) {
        return system.equals(session.getTenantIdentifierValue()) || !own.isUsedBy(session);
    }

    boolean mayRead(SharedSessionContractImplementor session) {
        return !isPastCache(session) && !isWriting();
    }

    /** Puts, unless the session has no entries or may have read what the system has changed since. */
    boolean put(SharedSessionContractImplementor session, BooleanSupplier put) {
        return putOr(session, put, () -> {});
    }

    /** As {@link #put}, with what a session that has entries does instead. */
    boolean putOr(SharedSessionContractImplementor session, BooleanSupplier put, Runnable instead) {
        if (isPastCache(session)) {
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

    /** Whether the session has no entries; then it has begun to write. */
    boolean isBegunBy(SharedSessionContractImplementor session) {
        if (!isPastCache(session)) {
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
                session.getTransactionCoordinator().addObserver(new End(session));
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

    /**
     * Told by each kind of transaction, on all lines of Hibernate, when the connection has been released. A synchronization
     * would be told before that, and could not be added while the synchronizations are told of the commit.
     */
    private final class End implements TransactionObserver {

        private final SharedSessionContractImplementor session;

        End(SharedSessionContractImplementor session) {
            this.session = session;
        }

        @Override
        public void afterBegin() {}

        @Override
        public void beforeCompletion() {}

        /** Throws nothing: the transaction has ended, and whoever works with the session must not think otherwise. */
        @Override
        public void afterCompletion(boolean successful, boolean delayed) {
            session.getTransactionCoordinator().removeObserver(this);
            try {
                end(session);
            } catch (RuntimeException e) {
                LOG.warn(
                        "The second-level cache cannot be emptied after a transaction of the system. It stays closed to all"
                                + " until that succeeds",
                        e);
            }
        }
    }

    /** Whether anybody writes; a closed session does not, unless its transaction goes on. */
    private boolean isWriting() {
        if (writing) {
            lock.writeLock().lock();
            try {
                writers.entrySet().removeIf(entry -> hasEnded(entry.getKey(), entry.getValue()));
                if (writing && writers.isEmpty()) {
                    ended();
                }
            } finally {
                lock.writeLock().unlock();
            }
        }
        return writing;
    }

    /** Of a transaction whose end was not told, as a synchronization of the application's has failed, the session knows. */
    private static boolean hasEnded(SharedSessionContractImplementor session, boolean inTransaction) {
        return session.isClosed()
                && (!inTransaction || !session.getTransactionCoordinator().isJoined());
    }
}
