// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A run of {@link ForEachTenant} that has begun. Thread-safe. */
public final class ForEachRun {

    private final TenantQueue queue;
    private final Outcomes outcomes;
    private final boolean stopOnFailure;
    private final CompletableFuture<ForEachReport> report = new CompletableFuture<>();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private final AtomicInteger working = new AtomicInteger();
    private volatile List<TenantWorker> workers = List.of();
    private volatile boolean cancelled;

    ForEachRun(TenantQueue queue, Outcomes outcomes, boolean stopOnFailure) {
        this.queue = queue;
        this.outcomes = outcomes;
        this.stopOnFailure = stopOnFailure;
    }

    /**
     * Has no further tenant begun, and interrupts the actions that are under way on other threads than the calling one.
     *
     * <p>Such an action is done and committed if it returns nevertheless, and failed if it throws. Commits and rollbacks
     * are not interrupted, and neither does a statement end that the server is working on. Does not wait; does nothing
     * after the end.
     */
    public void cancel() {
        if (!report.isDone()) {
            cancelled = true;
            queue.close();
            workers.forEach(TenantWorker::interrupt);
        }
    }

    /**
     * Whether it has ended.
     *
     * @return whether there is a report, or an exception in its place
     */
    public boolean isDone() {
        return report.isDone();
    }

    /**
     * Waits for the end. If the calling thread is interrupted, {@linkplain #cancel() cancels} the run, waits on for what is
     * under way, and returns with the thread interrupted. Not to be called by the action or the listener.
     *
     * @return what came of it
     * @throws TenantRlsException if the tenants could not be read to the end; the cause says why, and what had failed
     *     before is suppressed
     */
    public ForEachReport await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return report.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancel();
                } catch (ExecutionException e) {
                    throw (TenantRlsException) e.getCause(); // nothing else is put in
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * What will have come of it, for code that does not wait.
     *
     * @return is completed on a thread of the run: with the report, or with the exception that {@link #await()} throws
     */
    public CompletionStage<ForEachReport> report() {
        return report.minimalCompletionStage();
    }

    void start(int threads, TenantSessions sessions, TenantAction action) {
        workers = IntStream.rangeClosed(1, threads)
                .mapToObj(number -> new TenantWorker(this, number, sessions, action))
                .toList();
        working.set(threads);
        try {
            workers.forEach(TenantWorker::start);
        } catch (Throwable e) { // as when there can be no more threads
            cancel();
            throw e;
        }
    }

    TenantQueue.@Nullable Item next(Runnable begin) {
        return queue.next(begin);
    }

    void ended(TenantQueue.Item item, @Nullable Throwable failure) {
        if (failure != null && stopOnFailure) {
            queue.close();
        }
        outcomes.add(item, failure, this);
    }

    void breakOff(Throwable cause) {
        broken.compareAndSet(null, cause);
        queue.close();
    }

    void workerEnded() {
        if (working.decrementAndGet() == 0) {
            Throwable cause = broken.get();
            if (cause == null) {
                report.complete(outcomes.report(queue, cancelled));
            } else {
                report.completeExceptionally(outcomes.unfinished(cause));
            }
        }
    }
}
