// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For whom a thread worked when {@link TenantContext#snapshot} was called: a tenant, or none. What runs by it works for
 * that tenant on any thread, and the thread has afterwards what it had before.
 *
 * <p>Taken without a tenant, it hides the tenant of the thread that it is used on. It never holds the system's identity:
 * taken within {@link TenantContext#runAsSystem}, it is without a tenant.
 *
 * <p>Immutable and thread-safe; may be used any number of times.
 */
public final class TenantSnapshot {

    private static final TenantSnapshot NONE = new TenantSnapshot(null);

    private final @Nullable Object tenant;

    TenantSnapshot(@Nullable Object tenant) {
        this.tenant = tenant;
    }

    /**
     * The snapshot without a tenant.
     *
     * @return what hides the tenant of the thread that it is used on
     */
    public static TenantSnapshot none() {
        return NONE;
    }

    /**
     * For what carries other contexts of its own along, such as that of a request: takes down what the blocks of the current
     * thread say. Where it is in none, what runs by it is in none either, and a {@link TenantSource} decides there anew.
     *
     * @return the tenant, that there is none, or that it is left to the sources
     */
    public static TenantSnapshot ofBlocks() {
        return new TenantSnapshot(WorkScope.tenantOfThread());
    }

    /**
     * Sets the tenant, or that there is none, until the scope is closed. That closes scopes too which were opened inside of
     * it and are still open, unless it is closed within a block of {@code TenantContext.runAs} or the like: then it ends as
     * one of {@link TenantContext#open} does.
     *
     * @return the scope; close it on the same thread, in a {@code try} statement
     */
    public TenantContext.Scope open() {
        return new TenantContext.Scope(tenant, WorkScope.Extent.TASK);
    }

    /**
     * Runs an action on the current thread.
     *
     * @param action what to do
     * @param <E> what the action throws
     * @throws E what the action throws
     */
    public <E extends Exception> void run(TenantContext.Action<E> action) throws E {
        WorkScope.block(tenant, action);
    }

    /**
     * Computes a value on the current thread.
     *
     * @param call what to compute
     * @param <T> the value's type
     * @param <E> what the call throws
     * @return what the call returned
     * @throws E what the call throws
     */
    public <T extends @Nullable Object, E extends Exception> T call(TenantContext.Call<T, E> call) throws E {
        return WorkScope.block(tenant, false, call);
    }

    /**
     * A task that works by this snapshot whenever it runs.
     *
     * @param task the task
     * @return the same task, wrapped
     */
    public Runnable wrap(Runnable task) {
        Objects.requireNonNull(task, "task");
        return () -> run(task::run);
    }

    /**
     * A task that works by this snapshot whenever it runs.
     *
     * @param task the task
     * @param <T> what it returns
     * @return the same task, wrapped
     */
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        return () -> call(task::call);
    }

    /**
     * An executor whose tasks all work by this snapshot, whoever hands them in: for the stages of a {@code
     * CompletableFuture}, which are handed in by the thread that completes the stage before.
     *
     * @param executor what runs the tasks
     * @return an executor in front of it
     */
    public Executor executor(Executor executor) {
        return task -> executor.execute(wrap(task));
    }

    /**
     * A supplier that works by this snapshot whenever it is asked.
     *
     * @param supplier the supplier
     * @param <T> what it supplies
     * @return the same supplier, wrapped
     */
    public <T extends @Nullable Object> Supplier<T> supplier(Supplier<T> supplier) {
        return () -> call(supplier::get);
    }

    /**
     * A function that works by this snapshot whenever it is applied.
     *
     * @param function the function
     * @param <A> what it is applied to
     * @param <T> what it returns
     * @return the same function, wrapped
     */
    public <A extends @Nullable Object, T extends @Nullable Object> Function<A, T> function(Function<A, T> function) {
        return argument -> call(() -> function.apply(argument));
    }

    /**
     * A consumer that works by this snapshot whenever it is given something.
     *
     * @param consumer the consumer
     * @param <A> what it is given
     * @return the same consumer, wrapped
     */
    public <A extends @Nullable Object> Consumer<A> consumer(Consumer<A> consumer) {
        return argument -> run(() -> consumer.accept(argument));
    }
}
