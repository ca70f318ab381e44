// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.TenantRlsException;
import java.lang.ref.WeakReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Who set one session variable of one physical connection last, who else may, and whose open cursors still read it.
 *
 * <p>Shared by all that are wrapped around the driver's connection: under JTA, two sessions of one transaction get the
 * same physical connection, also those of two persistence units, and of two threads. Thread-safe; what belongs together
 * is done under {@link #lock}.
 */
final class TenantSlot {

    /** Holds neither the driver's connection nor anything that leads to it, so that closed connections are collected. */
    private static final Map<BaseConnection, Physical> PHYSICAL = Collections.synchronizedMap(new WeakHashMap<>());

    /** What the last binding of this transaction set, where it is not known what the variable holds now. */
    private static final String UNKNOWN = "";

    private final ReentrantLock lock;
    private final SystemRole role;
    private final Collection<TenantSlot> ofAllVariables;
    private volatile @Nullable Object owner;

    /** What the last binding in this transaction set; null before the first one, and once it was removed. */
    private volatile @Nullable String tenant;

    private volatile boolean shared;
    private final List<Lent> lent = new ArrayList<>(1);
    private final List<OpenCursor> cursors = new CopyOnWriteArrayList<>();

    private record Physical(ReentrantLock lock, Map<String, TenantSlot> byVariable, SystemRole role) {}

    private record OpenCursor(Object reader, String tenant, WeakReference<ResultSet> rows) {}

    /** The slot of a physical connection that nobody else is wrapped around, as far as can be seen. */
    TenantSlot() {
        this(new Physical(new ReentrantLock(), Map.of(), new SystemRole()));
    }

    private TenantSlot(Physical physical) {
        lock = physical.lock();
        role = physical.role();
        ofAllVariables = physical.byVariable().values();
    }

    static TenantSlot of(BaseConnection driver, String variable) {
        Physical physical = PHYSICAL.computeIfAbsent(
                driver, connection -> new Physical(new ReentrantLock(), new ConcurrentHashMap<>(), new SystemRole()));
        TenantSlot known = physical.byVariable().get(variable);
        return known == null
                ? physical.byVariable().computeIfAbsent(variable, name -> new TenantSlot(physical))
                : known;
    }

    /** The role of the physical connection, which is one for all session variables. */
    SystemRole role() {
        return role;
    }

    /** Held while a tenant is bound and a statement executed: no other thread may bind in between. */
    Lock lock() {
        return lock;
    }

    /**
     * Notes that a connection was lent. What was there before was left without a tenant, or in another transaction: which
     * of the two is not known, so a rollback to a savepoint may bring it back.
     */
    void opened(Lent self) {
        synchronized (lent) {
            lent.removeIf(Lent::isGone);
            if (lent.isEmpty()) {
                cleared();
                cursors.clear();
            }
            lent.add(self);
        }
    }

    void closed(Lent self) {
        synchronized (lent) {
            lent.remove(self);
        }
    }

    /** Whether another connection that works for the same tenant is lent, or any other reads rows from a cursor. */
    boolean isUsedByAnother(Lent self) {
        return isLentToAnother(self) || isRead(cursor -> cursor.reader() != self);
    }

    private boolean isLentToAnother(Lent self) {
        synchronized (lent) {
            lent.removeIf(Lent::isGone);
            return lent.stream()
                    .anyMatch(other -> other != self && other.tenant().equals(self.tenant()));
        }
    }

    boolean isOwnedBy(Object candidate) {
        return owner == candidate;
    }

    /**
     * Notes a binding.
     *
     * @param newTenant variable and value
     */
    void occupy(Object newOwner, String newTenant) {
        owner = newOwner;
        shared = shared || isTakeover(newTenant);
        tenant = newTenant;
    }

    /** Whether the variable was set to something else in this transaction. */
    boolean isTakeover(String newTenant) {
        String last = tenant;
        return last != null && !last.equals(newTenant);
    }

    /** Whether anything was bound in this transaction, be it by another session variable. */
    boolean isAnythingBound() {
        return tenant != null || ofAllVariables.stream().anyMatch(slot -> slot.tenant != null);
    }

    /** Whether the variable may hold this tenant. */
    boolean mayHold(String candidate) {
        return UNKNOWN.equals(tenant) || candidate.equals(tenant);
    }

    /** From now on it is not known what the variable holds. */
    void forget() {
        owner = null;
    }

    /** As {@link #forget}, where the variable may hold what it held earlier in the transaction. */
    void rolledBack() {
        owner = null;
        role.rolledBack();
        if (shared) {
            tenant = UNKNOWN;
        }
    }

    /** The tenant was removed; only a rollback to a savepoint can bring it back. */
    void cleared() {
        owner = null;
        tenant = null;
        shared = true;
    }

    void cursorOpened(Object reader, String itsTenant, ResultSet rows) {
        cursors.add(new OpenCursor(reader, itsTenant, new WeakReference<>(rows)));
    }

    /** Ends the cursors of a connection that is given back: its pool may leave them open. */
    void closeCursorsOf(Object reader) throws SQLException {
        for (OpenCursor cursor : cursors) {
            ResultSet rows = cursor.rows().get();
            if (cursor.reader() == reader && rows != null) {
                rows.close();
            }
        }
        cursors.removeIf(cursor -> cursor.reader() == reader);
    }

    void cursorDone(ResultSet rows) {
        cursors.removeIf(cursor -> cursor.rows().refersTo(rows));
    }

    /** No transaction is open: nothing is bound, and no cursor is open. */
    void idle() {
        owner = null;
        tenant = null;
        role.idle();
        shared = false;
        if (!cursors.isEmpty()) {
            cursors.clear();
        }
    }

    /**
     * Refuses a new tenant while another one's cursor is open: its policies would read the new tenant from there on.
     *
     * @throws TenantRlsException if there is such a cursor
     */
    void refuseUnderCursorOfAnother(String newTenant) {
        if (!cursors.isEmpty() && isRead(cursor -> !cursor.tenant().equals(newTenant))) {
            throw new TenantRlsException("Another session is still reading rows from a cursor on the same database"
                    + " connection, and a change of the tenant would change what it reads; close that result"
                    + " first, read it without a fetch size, or use separate transactions");
        }
    }

    private boolean isRead(Predicate<OpenCursor> condition) {
        if (cursors.isEmpty()) {
            return false;
        }
        cursors.removeIf(cursor -> isDone(cursor.rows().get()));
        return cursors.stream().anyMatch(condition);
    }

    private static boolean isDone(@Nullable ResultSet rows) {
        try {
            return rows == null || rows.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }
}
