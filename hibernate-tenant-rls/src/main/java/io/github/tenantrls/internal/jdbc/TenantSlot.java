// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.TenantRlsException;
import java.lang.ref.WeakReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Who set the session variable of one physical connection last, and whose open cursors still read it.
 *
 * <p>One per connection of the driver, shared by all that are wrapped around it: under JTA, two sessions of one
 * transaction get the same physical connection, also those of two persistence units. Thread-safe, since a result may be
 * closed when its connection is another thread's already.
 */
final class TenantSlot {

    /** Holds neither the driver's connection nor anything that leads to it, so that closed connections are collected. */
    private static final Map<BaseConnection, TenantSlot> SLOTS = Collections.synchronizedMap(new WeakHashMap<>());

    /** What the last binding of this transaction set, where it is not known what the variable holds now. */
    private static final String UNKNOWN = "";

    private volatile @Nullable Object owner;

    /** What the last binding in this transaction set; null before the first one. */
    private volatile @Nullable String tenant;

    private volatile boolean shared;
    private final List<OpenCursor> cursors = new CopyOnWriteArrayList<>();

    private record OpenCursor(String tenant, WeakReference<ResultSet> rows) {}

    static TenantSlot of(BaseConnection driver) {
        return SLOTS.computeIfAbsent(driver, connection -> new TenantSlot());
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

    boolean isFree() {
        return owner == null;
    }

    /** Whether the variable was set to something else in this transaction. */
    boolean isTakeover(String newTenant) {
        String last = tenant;
        return last != null && !last.equals(newTenant);
    }

    /** From now on it is not known what the variable holds. */
    void forget() {
        owner = null;
    }

    /** As {@link #forget}, where the variable may hold what it held earlier in the transaction. */
    void rolledBack() {
        owner = null;
        if (shared) {
            tenant = UNKNOWN;
        }
    }

    void cursorOpened(String cursorOwner, ResultSet rows) {
        cursors.add(new OpenCursor(cursorOwner, new WeakReference<>(rows)));
    }

    void cursorDone(ResultSet rows) {
        cursors.removeIf(cursor -> cursor.rows().refersTo(rows));
    }

    /** No transaction is open: nothing is bound, and no cursor is open. */
    void idle() {
        owner = null;
        tenant = null;
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
        if (isReadByAnother(newTenant)) {
            throw new TenantRlsException("Another session is still reading rows from a cursor on the same database"
                    + " connection, and a change of the tenant would change what it reads; close that result"
                    + " first, read it without a fetch size, or use separate transactions");
        }
    }

    boolean isReadByAnother(String newTenant) {
        if (cursors.isEmpty()) {
            return false;
        }
        cursors.removeIf(cursor -> isDone(cursor.rows().get()));
        return cursors.stream().anyMatch(cursor -> !cursor.tenant().equals(newTenant));
    }

    private static boolean isDone(@Nullable ResultSet rows) {
        try {
            return rows == null || rows.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }
}
