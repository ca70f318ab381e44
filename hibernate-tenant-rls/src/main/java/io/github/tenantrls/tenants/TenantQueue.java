// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import java.util.Iterator;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Hands out tenants to threads, one at a time and in order, and reads no further than that. Thread-safe. */
final class TenantQueue {

    private final Iterable<?> tenants;
    private @Nullable Iterator<?> rest;
    private long begun;
    private boolean exhausted;
    private volatile boolean closed;

    TenantQueue(Iterable<?> tenants) {
        this.tenants = tenants;
    }

    /** A tenant, and how many were handed out before it. */
    record Item(long position, Object tenant) {}

    /**
     * Hands out the next tenant, or null if there is none or the queue was closed.
     *
     * @param begin what makes the calling thread open to interruption. Called before it is looked for the last time whether
     *     the queue was closed, so that whoever closes it and then interrupts misses no thread.
     */
    synchronized @Nullable Item next(Runnable begin) {
        if (closed || !hasNext()) {
            return null;
        }
        Object tenant = Objects.requireNonNull(iterator().next(), "a tenant is null");
        begin.run();
        return closed ? null : new Item(begun++, tenant);
    }

    /** Hands out nothing more; does not wait for a thread that is reading. */
    void close() {
        closed = true;
    }

    /** How many were not handed out; empty if nobody knows. */
    synchronized OptionalLong left(OptionalLong total) {
        if (exhausted) {
            return OptionalLong.of(0);
        }
        return total.isEmpty() ? total : OptionalLong.of(Math.max(0, total.getAsLong() - begun));
    }

    private boolean hasNext() {
        exhausted = !iterator().hasNext();
        return !exhausted;
    }

    private Iterator<?> iterator() {
        if (rest == null) {
            rest = tenants.iterator();
        }
        return rest;
    }
}
