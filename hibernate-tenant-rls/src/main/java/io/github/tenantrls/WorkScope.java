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

    /** In the place of a tenant: hides the scopes outside, and leaves it to {@link TenantSources} for whom the thread works. */
    static final Object LEFT_TO_SOURCES = new Object();

    private static final ThreadLocal<@Nullable Stack> CURRENT = new ThreadLocal<>();

    private final @Nullable Object tenant;
    private final boolean system;
    private final Extent extent;
    private final Stack stack = Stack.ofThread();
    private final @Nullable WorkScope outer = stack.open();
    private final TenantMdc.@Nullable Entry logged;
    private boolean closed;

    private WorkScope(@Nullable Object tenant, boolean system, Extent extent) {
        this.tenant = tenant;
        this.system = system;
        this.extent = extent;
        this.logged = TenantMdc.show(tenant == LEFT_TO_SOURCES ? null : tenant, system);
        stack.innermost = this;
    }

    /** Makes a scope the innermost one of the current thread. */
    static WorkScope open(@Nullable Object tenant, Extent extent) {
        return new WorkScope(tenant, false, extent);
    }

    /** Computes a value in a block: at its end the thread has what it had before, also if its stack has overflowed. */
    static <T extends @Nullable Object, E extends Exception> T block(
            @Nullable Object tenant, boolean system, TenantContext.Call<T, E> call) throws E {
        WorkScope scope = new WorkScope(tenant, system, Extent.BLOCK);
        try {
            return call.call();
        } finally {
            // no call of a method before this is done: there may be no stack left for it
            WorkScope innermost = scope.stack.innermost;
            scope.closed = true;
            scope.stack.innermost = scope.outer;
            scope.stack.ended(innermost);
        }
    }

    /** Does something in a block. */
    static <E extends Exception> void block(@Nullable Object tenant, TenantContext.Action<E> action) throws E {
        WorkScope.<Boolean, E>block(tenant, false, asCall(action));
    }

    static <E extends Exception> TenantContext.Call<Boolean, E> asCall(TenantContext.Action<E> action) {
        return () -> {
            action.run();
            return true;
        };
    }

    /** The tenant for which the current thread works, or null where there is none, as for the system. */
    static @Nullable Object currentTenant() {
        Object tenant = tenantOfThread();
        return tenant == LEFT_TO_SOURCES ? TenantSources.current() : tenant;
    }

    /** What the scopes of the current thread say, {@link #LEFT_TO_SOURCES} if nothing. */
    static @Nullable Object tenantOfThread() {
        WorkScope scope = current();
        return scope == null ? LEFT_TO_SOURCES : scope.tenant;
    }

    /** Whether the current thread works for the system. */
    static boolean isCurrentlySystem() {
        WorkScope scope = current();
        return scope != null && scope.system;
    }

    private static @Nullable WorkScope current() {
        Stack stack = CURRENT.get();
        return stack == null ? null : stack.open();
    }

    /** As {@link TenantContext.Scope#close}; and, where it is a task's, closes what that has forgotten inside of it. */
    void close() {
        if (stack.thread != Thread.currentThread()) {
            throw new IllegalStateException("A tenant scope must be closed on the thread that opened it ("
                    + stack.thread.getName() + "); open a scope of its own on each thread");
        }
        if (!closed) {
            closed = true;
            WorkScope innermost = stack.innermost;
            if (extent == Extent.TASK && isLastOfItsBlock()) {
                stack.innermost = this; // those within were forgotten
            }
            stack.ended(innermost);
        }
    }

    /** Whether no block inside of it is still running, which has not forgotten anything. */
    private boolean isLastOfItsBlock() {
        WorkScope inner = stack.innermost;
        while (inner != null && inner != this && (inner.extent != Extent.BLOCK || inner.closed)) {
            inner = inner.outer;
        }
        return inner == this;
    }

    /** How a scope ends. */
    enum Extent {
        /** When it is closed, which may be forgotten. */
        OPEN,
        /** When it is closed, and with it those opened inside of it, which its task has forgotten. */
        TASK,
        /** With the block of code that it is for, and likewise those opened inside of it. */
        BLOCK
    }

    /** The scopes of one thread. */
    private static final class Stack {

        private final Thread thread = Thread.currentThread();
        private @Nullable WorkScope innermost;

        static Stack ofThread() {
            Stack stack = CURRENT.get();
            if (stack == null) {
                stack = new Stack();
                CURRENT.set(stack);
            }
            return stack;
        }

        /** The innermost scope that is still open. */
        @Nullable
        WorkScope open() {
            WorkScope scope = innermost;
            while (scope != null && scope.closed) {
                scope = scope.outer;
            }
            return scope;
        }

        /** Leaves nothing behind of scopes that are closed, from the one on that was the innermost. */
        void ended(@Nullable WorkScope before) {
            WorkScope open = open();
            innermost = open;
            for (WorkScope left = before; left != null && left != open; left = left.outer) {
                TenantMdc.restore(left.logged);
            }
            if (open == null && CURRENT.get() == this) {
                CURRENT.remove();
            }
        }
    }
}
