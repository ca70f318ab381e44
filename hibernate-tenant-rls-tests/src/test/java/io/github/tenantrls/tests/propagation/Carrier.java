// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.propagation.TenantExecutors;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The ways in which a tenant gets to another thread. */
enum Carrier {
    EXECUTOR {
        @Override
        Submission to(ExecutorService pool) {
            Executor carrying = TenantExecutors.wrap((Executor) pool);
            return task -> {
                FutureTask<Object> future = new FutureTask<>(task);
                carrying.execute(future);
                return future;
            };
        }
    },
    EXECUTOR_SERVICE {
        @Override
        Submission to(ExecutorService pool) {
            return TenantExecutors.wrap(pool)::submit;
        }
    },
    SCHEDULED_EXECUTOR_SERVICE(Pool.SCHEDULED) {
        @Override
        Submission to(ExecutorService pool) {
            ScheduledExecutorService carrying = TenantExecutors.wrap((ScheduledExecutorService) pool);
            return task -> carrying.schedule(task, 1, TimeUnit.NANOSECONDS);
        }
    },
    COMPLETABLE_FUTURE {
        @Override
        Submission to(ExecutorService pool) {
            ExecutorService carrying = TenantExecutors.wrap(pool);
            return task -> completable(task, carrying);
        }
    },
    COMPLETABLE_FUTURE_BY_SNAPSHOT {
        @Override
        Submission to(ExecutorService pool) {
            return task -> completable(task, TenantContext.snapshot().executor(pool));
        }
    },
    FORK_JOIN_POOL(Pool.FORK_JOIN) {
        @Override
        Submission to(ExecutorService pool) {
            return TenantExecutors.wrap(pool)::submit;
        }
    },
    VIRTUAL_THREAD(Pool.VIRTUAL) {
        @Override
        Submission to(ExecutorService pool) {
            return TenantExecutors.wrap(pool)::submit;
        }
    },
    MICROMETER {
        @Override
        Submission to(ExecutorService pool) {
            return ContextExecutorService.wrap(
                    pool, ContextSnapshotFactory.builder().build())::submit;
        }
    },
    MICROPROFILE_THREAD_CONTEXT {
        @Override
        Submission to(ExecutorService pool) {
            return task -> pool.submit(SmallRye.threadContext().contextualCallable(task));
        }
    },
    MICROPROFILE_MANAGED_EXECUTOR {
        @Override
        Submission to(ExecutorService pool) {
            return SmallRye.managedExecutor(pool)::submit;
        }
    },
    JAKARTA_CONTEXT_SERVICE {
        @Override
        Submission to(ExecutorService pool) {
            return task -> pool.submit(Concurro.contextService().contextualCallable(task));
        }
    },
    JAKARTA_MANAGED_EXECUTOR(Pool.MANAGED) {
        @Override
        Submission to(ExecutorService pool) {
            return pool::submit;
        }
    };

    /** Of one thread, which never ends while the pool is open. */
    enum Pool {
        PLAIN {
            @Override
            ExecutorService open() {
                return Executors.newFixedThreadPool(1);
            }
        },
        SCHEDULED {
            @Override
            ExecutorService open() {
                return Executors.newScheduledThreadPool(1);
            }
        },
        FORK_JOIN {
            @Override
            ExecutorService open() {
                return new ForkJoinPool(1);
            }
        },
        VIRTUAL {
            @Override
            ExecutorService open() {
                return Executors.newFixedThreadPool(1, VirtualThreads.factory());
            }
        },
        MANAGED {
            @Override
            ExecutorService open() {
                return Concurro.managedExecutor();
            }

            @Override
            Submission plain(ExecutorService pool) {
                return task -> Concurro.withoutContext(() -> pool.submit(task));
            }
        };

        abstract ExecutorService open();

        /** Hands tasks in without carrying anything. */
        Submission plain(ExecutorService pool) {
            return pool::submit;
        }
    }

    /** Hands tasks in. */
    @FunctionalInterface
    interface Submission {
        Future<Object> submit(Callable<Object> task);
    }

    final Pool pool;

    Carrier() {
        this(Pool.PLAIN);
    }

    Carrier(Pool pool) {
        this.pool = pool;
    }

    boolean isAvailable() {
        return this != VIRTUAL_THREAD || VirtualThreads.areThere();
    }

    /** Hands tasks in with the tenant. */
    abstract Submission to(ExecutorService pool);

    private static Future<Object> completable(Callable<Object> task, Executor executor) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return task.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
    }
}
