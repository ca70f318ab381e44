// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import org.jspecify.annotations.Nullable;

/**
 * For whom a thread works, and for how long: one of its nested scopes, of which the innermost that is open counts.
 *
 * <p>Not thread-safe, and to be closed on the thread that opened it.
 */
final class WorkScope {

    private static final ThreadLocal<@Nullable WorkScope> CURRENT = new ThreadLocal<>();

    private final @Nullable Object tenant;
    private final boolean system;
    private final Extent extent;
    private final @Nullable WorkScope outer = CURRENT.get();
    private final Thread thread = Thread.currentThread();
    private final TenantMdc.@Nullable Entry logged;
    private boolean closed;

    private WorkScope(@Nullable Object tenant, boolean system, Extent extent) {
        this.tenant = tenant;
        this.system = system;
        this.extent = extent;
        this.logged = TenantMdc.show(tenant, system);
    }

    /** Makes a scope the innermost one of the current thread. */
    static WorkScope open(@Nullable Object tenant, boolean system, Extent extent) {
        WorkScope scope = new WorkScope(tenant, system, extent);
        CURRENT.set(scope);
        return scope;
    }

    /** The innermost scope of the current thread, if there is any. */
    static @Nullable WorkScope current() {
        return CURRENT.get();
    }

    /** The tenant, or null where there is none, as for the system. */
    @Nullable
    Object tenant() {
        return tenant;
    }

    boolean isSystem() {
        return system;
    }

    /** As {@link TenantContext.Scope#close}; and closes what its task has forgotten inside of it. */
    void close() {
        if (thread != Thread.currentThread()) {
            throw new IllegalStateException("A tenant scope must be closed on the thread that opened it ("
                    + thread.getName() + "); open a scope of its own on each thread");
        }
        if (extent.task && !closed && !isAroundBlock()) {
            closeWhatIsWithin();
        }
        closed = true;
        WorkScope before = CURRENT.get();
        WorkScope innermost = before;
        while (innermost != null && innermost.closed) {
            innermost = innermost.outer;
        }
        if (innermost == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(innermost);
        }
        for (WorkScope left = before; left != null && left != innermost; left = left.outer) {
            TenantMdc.restore(left.logged);
        }
    }

    /** Whether a block inside of it is still running, which has not forgotten anything. */
    private boolean isAroundBlock() {
        for (WorkScope inner = CURRENT.get(); inner != null && inner != this; inner = inner.outer) {
            if (inner.extent.block && !inner.closed) {
                return true;
            }
        }
        return false;
    }

    private void closeWhatIsWithin() {
        for (WorkScope inner = CURRENT.get(); inner != null && inner != this; inner = inner.outer) {
            inner.closed = true;
        }
    }

    /** How a scope ends. */
    enum Extent {
        /** When it is closed, which may be forgotten. */
        OPEN(false, false),
        /** With the block of code that it is for. */
        BLOCK(true, false),
        /** When it is closed, and with it those opened inside of it, which its task has forgotten. */
        TASK(false, true),
        /** With the task that is run, likewise. */
        TASK_BLOCK(true, true);

        private final boolean block;
        private final boolean task;

        Extent(boolean block, boolean task) {
            this.block = block;
            this.task = task;
        }
    }
}
