// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.propagation;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Has Micrometer's context propagation carry the tenant, or that there is none; found by {@code ServiceLoader}.
 *
 * <p>Micrometer carries values that are not null only, and leaves on a thread what it carries no value for. So there
 * always is a value: work captured without a tenant hides the one of the thread that it runs on. What a thread had before,
 * a tenant or the system, comes back when Micrometer's scope is closed.
 *
 * <p>Thread-safe.
 */
public final class TenantThreadLocalAccessor implements ThreadLocalAccessor<TenantThreadLocalAccessor.Carried> {

    /** The key of the value, in Micrometer's snapshots and in contexts such as Reactor's. */
    public static final String KEY = "io.github.tenantrls.tenant";

    /** The scopes that Micrometer has opened on this thread and not closed yet. */
    private static final ThreadLocal<@Nullable Deque<TenantContext.Scope>> OPENED = new ThreadLocal<>();

    /** For {@code ServiceLoader}. */
    public TenantThreadLocalAccessor() {}

    /** For whom a thread works, and which of Micrometer's scopes was the innermost on it. */
    public static final class Carried {

        private final TenantSnapshot tenant = TenantContext.snapshot();
        private final TenantContext.@Nullable Scope innermost;

        private Carried() {
            Deque<TenantContext.Scope> opened = OPENED.get();
            innermost = opened == null ? null : opened.peek();
        }
    }

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public Carried getValue() {
        return new Carried();
    }

    @Override
    public void setValue(Carried value) {
        push(value.tenant.open());
    }

    /** Hides the tenant: Micrometer has no value to set. */
    @Override
    public void setValue() {
        push(TenantSnapshot.none().open());
    }

    /** Closes what was opened since the value was read, which is nothing if that is done already. */
    @Override
    public void restore(Carried previous) {
        Deque<TenantContext.Scope> opened = OPENED.get();
        if (opened == null || previous.innermost != null && !opened.contains(previous.innermost)) {
            return;
        }
        while (opened.peek() != previous.innermost) {
            opened.pop().close();
        }
        removeEmpty(opened);
    }

    /** Closes what was opened last; Micrometer itself always has a value to restore. */
    @Override
    public void restore() {
        Deque<TenantContext.Scope> opened = OPENED.get();
        if (opened != null) {
            opened.pop().close();
            removeEmpty(opened);
        }
    }

    private static void removeEmpty(Deque<TenantContext.Scope> opened) {
        if (opened.isEmpty()) {
            OPENED.remove();
        }
    }

    private static void push(TenantContext.Scope scope) {
        Deque<TenantContext.Scope> opened = OPENED.get();
        if (opened == null) {
            opened = new ArrayDeque<>();
            OPENED.set(opened);
        }
        opened.push(scope);
    }
}
