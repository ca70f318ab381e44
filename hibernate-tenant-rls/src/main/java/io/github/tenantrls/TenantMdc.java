// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tenant of each thread to the diagnostic context of the log, where it is switched on.
 *
 * <p>While a tenant is set, the key has its identifier; in a block of {@link TenantContext#runAsSystem} it has {@value
 * #SYSTEM}; in one of {@link TenantContext#withoutTenant} it is not there. When the block ends, the key has what it had
 * before the block, whoever put it there. Off unless {@link #enable} is called; goes through JBoss Logging, which Hibernate
 * brings, to whatever logs.
 *
 * <p>Thread-safe.
 */
public final class TenantMdc {

    /** The key that {@link #enable()} uses. */
    public static final String KEY = "tenant";

    /** What the key has while the system works; no tenant is shown like this. */
    public static final String SYSTEM = "(system)";

    /** How many characters of an identifier are shown. */
    public static final int MAX_LENGTH = 64;

    private static volatile @Nullable String key;

    private TenantMdc() {}

    /** Shows the tenant under {@value #KEY}, for scopes opened from now on, in the whole JVM. */
    public static void enable() {
        enable(KEY);
    }

    /**
     * Shows the tenant under a key, for scopes opened from now on, in the whole JVM.
     *
     * @param name the key, which replaces the one that was used so far
     */
    public static void enable(String name) {
        key = name;
    }

    /** Shows no tenant for scopes opened from now on; those that are open put back what was there before. */
    public static void disable() {
        key = null;
    }

    /** What a key had before a scope was opened. */
    record Entry(String key, @Nullable Object before) {}

    /** Shows for whom a scope works; returns what to put back at its end, or null if this is off. */
    static @Nullable Entry show(@Nullable Object tenant, boolean system) {
        String name = key;
        if (name == null) {
            return null;
        }
        Entry entry = new Entry(name, MDC.get(name));
        put(name, system ? SYSTEM : tenant == null ? null : printable(tenant.toString()));
        return entry;
    }

    static void restore(@Nullable Entry entry) {
        if (entry != null) {
            put(entry.key, entry.before);
        }
    }

    private static void put(String name, @Nullable Object value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }

    /** An identifier may come from a request: neither a line break nor a separator of it may reach the log. */
    private static String printable(String identifier) {
        String shown = identifier.substring(0, Math.min(identifier.length(), MAX_LENGTH));
        return shown.replaceAll("[^A-Za-z0-9._:@/+-]", "?");
    }
}
