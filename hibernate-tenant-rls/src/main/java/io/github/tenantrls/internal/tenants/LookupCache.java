// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.tenants;

import io.github.tenantrls.internal.TenantsTable;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was looked up, unless it was changed in the meantime. Thread-safe.
 *
 * <p>Looks up without holding a lock: a lookup may wait for a connection, and who has it for this cache.
 */
public final class LookupCache {

    private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.Caffeine";

    private final Entries entries;
    private final Object lock = new Object();
    private long changes;

    /**
     * Creates it.
     *
     * @param entries what remembers
     */
    public LookupCache(Entries entries) {
        this.entries = entries;
    }

    /** As the settings say, and without any memory where Caffeine is not on the class path. */
    static LookupCache of(TenantsTable settings) {
        return new LookupCache(
                settings.cacheSize() > 0 && isAvailable()
                        ? new CaffeineEntries(settings.cacheSize(), settings.cacheTtl())
                        : new Nothing());
    }

    static boolean isAvailable() {
        try {
            Class.forName(CAFFEINE, false, LookupCache.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** What is remembered, bounded and for a time. */
    public interface Entries {
        /** The value of a key, or {@code null}. */
        @Nullable
        Object get(Object key);

        /** Remembers a value. */
        void put(Object key, Object value);

        /** Forgets it. */
        void remove(Object key);
    }

    /** What to look up. */
    public interface Lookup<T> {
        /** Looks it up. */
        T get() throws SQLException;
    }

    /** The value of a key, remembered or looked up. */
    public <T> T get(Object key, Class<T> type, Lookup<T> lookup) throws SQLException {
        Object known = entries.get(key);
        if (known != null) {
            return type.cast(known);
        }
        long before = changes();
        T found = lookup.get();
        synchronized (lock) {
            if (changes == before) { // else it may have been read before the change
                entries.put(key, found);
            }
        }
        return found;
    }

    /** Forgets what has changed, and what is being looked up at the moment. */
    public void forget(Object... keys) {
        synchronized (lock) {
            changes++;
            for (Object key : keys) {
                entries.remove(key);
            }
        }
    }

    /** How often something has changed. */
    long changes() {
        synchronized (lock) {
            return changes;
        }
    }

    private static final class Nothing implements Entries {
        @Override
        public @Nullable Object get(Object key) {
            return null;
        }

        @Override
        public void put(Object key, Object value) {}

        @Override
        public void remove(Object key) {}
    }
}
