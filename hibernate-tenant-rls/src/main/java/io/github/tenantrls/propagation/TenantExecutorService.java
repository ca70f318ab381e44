// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.propagation;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Hands each task on with the tenant of the thread that hands it in. */
class TenantExecutorService implements ExecutorService {

    private final ExecutorService executor;

    TenantExecutorService(ExecutorService executor) {
        this.executor = executor;
    }

    static Runnable wrap(Runnable task) {
        return TenantContext.snapshot().wrap(task);
    }

    static <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        return TenantContext.snapshot().wrap(task);
    }

    private static <T extends @Nullable Object> List<Callable<T>> wrap(Collection<? extends Callable<T>> tasks) {
        TenantSnapshot snapshot = TenantContext.snapshot();
        return tasks.stream().<Callable<T>>map(snapshot::wrap).toList();
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(wrap(task));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return executor.submit(wrap(task));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return executor.submit(wrap(task), result);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return executor.submit(wrap(task));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return executor.invokeAll(wrap(tasks));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return executor.invokeAll(wrap(tasks), timeout, unit);
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        return executor.invokeAny(wrap(tasks));
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return executor.invokeAny(wrap(tasks), timeout, unit);
    }

    @Override
    public void shutdown() {
        executor.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return executor.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return executor.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return executor.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return executor.awaitTermination(timeout, unit);
    }

    /** Of the interface since Java 19. Handed on, as some executors do otherwise: the common pool stays open. */
    @SuppressWarnings("MissingOverride") // compiled for Java 17
    public void close() {
        if (executor instanceof AutoCloseable closeable) {
            closeUnchecked(closeable);
        } else {
            executor.shutdown();
        }
    }

    private static void closeUnchecked(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The executor does not close: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "tenants on " + executor;
    }
}
