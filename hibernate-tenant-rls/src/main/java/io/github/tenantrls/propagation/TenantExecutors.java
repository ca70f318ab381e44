// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.propagation;

import io.github.tenantrls.TenantContext;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Executors whose tasks work for the tenant of the thread that hands them in.
 *
 * <p>The tenant is taken when a task is handed in, not when it runs; for a periodic task, at its first scheduling. A task
 * handed in without a tenant, or within {@link TenantContext#runAsSystem}, runs without one. When a task has ended, its
 * thread has what it had before. What the executor wrapped here does with a task, such as its futures, interruption and
 * rejection, stays as it is; {@code shutdownNow} returns the tasks with their tenants.
 *
 * <p>Thread-safe, where the executor is.
 */
public final class TenantExecutors {

    private TenantExecutors() {}

    /**
     * An executor that carries the tenant to the tasks of another.
     *
     * @param executor what runs the tasks
     * @return an executor in front of it
     */
    public static Executor wrap(Executor executor) {
        return task -> executor.execute(TenantContext.snapshot().wrap(task));
    }

    /**
     * An executor that carries the tenant to the tasks of another.
     *
     * @param executor what runs the tasks; it is shut down, and closed, through what is returned too
     * @return an executor in front of it
     */
    public static ExecutorService wrap(ExecutorService executor) {
        return new TenantExecutorService(executor);
    }

    /**
     * An executor that carries the tenant to the tasks of another.
     *
     * @param executor what runs the tasks; it is shut down, and closed, through what is returned too
     * @return an executor in front of it
     */
    public static ScheduledExecutorService wrap(ScheduledExecutorService executor) {
        return new TenantScheduledExecutorService(executor);
    }
}
