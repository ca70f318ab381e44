// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import io.github.tenantrls.propagation.TenantExecutors;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parallel streams, and tasks that fork: what reaches the other workers, and what does not. */
@ExtendWith(DatabaseExtension.class)
class ParallelStreamsIT {

    private static final long PATIENCE = 30;

    private static Rows rows;

    private final ForkJoinPool pool = new ForkJoinPool(3);

    @BeforeAll
    static void open(Database database) {
        rows = Rows.in(database);
    }

    @AfterAll
    static void close() {
        rows.close();
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        assertThat(TenantContext.current()).isEmpty();
        assertThat(pool.submit(() -> onTwoThreads(() -> TenantContext.current().toString()))
                        .get(PATIENCE, TimeUnit.SECONDS))
                .containsOnly("Optional.empty");
        pool.shutdownNow();
    }

    @Test
    void wrapped_functions_work_for_their_tenant_on_all_workers() throws Exception {
        for (UUID tenant : List.of(A, B, C)) {
            TenantSnapshot snapshot = TenantContext.callAs(tenant, TenantContext::snapshot);
            Future<List<String>> seen = pool.submit(() -> onTwoThreads(snapshot.supplier(ParallelStreamsIT::seen)));
            assertThat(seen.get(PATIENCE, TimeUnit.SECONDS)).containsOnly("[" + Rows.name(tenant) + "]");
        }
    }

    @Test
    void so_they_do_in_the_common_pool_whose_caller_takes_part() {
        for (UUID tenant : List.of(A, B, C)) {
            TenantContext.runAs(tenant, () -> {
                TenantSnapshot snapshot = TenantContext.snapshot();
                assertThat(IntStream.range(0, 64)
                                .boxed()
                                .parallel()
                                .map(snapshot.function(i -> seen()))
                                .toList())
                        .hasSize(64)
                        .containsOnly("[" + Rows.name(tenant) + "]");
            });
        }
    }

    /** The task has its tenant on the worker that runs it, and the stream's other workers have none. */
    @Test
    void a_stream_in_a_wrapped_task_has_its_tenant_on_one_worker_only() throws Exception {
        ExecutorService carrying = TenantExecutors.wrap(pool);
        Future<List<String>> seen =
                TenantContext.callAs(A, () -> carrying.submit(() -> onTwoThreads(ParallelStreamsIT::seen)));
        assertThat(seen.get(PATIENCE, TimeUnit.SECONDS))
                .contains("[a]", "no tenant")
                .doesNotContain("[b]", "[c]");
    }

    /** Why all that reads tenants' rows in such a pool must be wrapped: a worker that waits runs others' tasks. */
    @Test
    void a_worker_that_helps_runs_what_is_not_wrapped_for_the_tenant_it_works_for() throws Exception {
        ForkJoinPool single = new ForkJoinPool(1);
        try {
            List<Future<String>> helped = new ArrayList<>();
            CountDownLatch handedIn = new CountDownLatch(1);
            Future<String> ofA = TenantContext.callAs(
                    A,
                    () -> TenantExecutors.wrap((ExecutorService) single).submit(() -> {
                        handedIn.await(PATIENCE, TimeUnit.SECONDS);
                        ForkJoinTask.helpQuiesce();
                        return seen();
                    }));
            TenantContext.runAs(B, () -> {
                helped.add(single.submit(ParallelStreamsIT::seen));
                helped.add(TenantExecutors.wrap((ExecutorService) single).submit(ParallelStreamsIT::seen));
            });
            handedIn.countDown();
            assertThat(helped.get(0).get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("[a]");
            assertThat(helped.get(1).get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("[b]");
            assertThat(ofA.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("[a]");
        } finally {
            single.shutdownNow();
        }
    }

    private static String seen() {
        try {
            return rows.read().toString();
        } catch (MissingTenantException e) {
            return "no tenant";
        }
    }

    /** What a parallel stream computes; the first two elements wait for each other, so that two threads take part. */
    private static List<String> onTwoThreads(Supplier<String> each) {
        CountDownLatch threads = new CountDownLatch(2);
        return IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> {
                    String seen = each.get();
                    threads.countDown();
                    await(threads);
                    return seen;
                })
                .toList();
    }

    private static void await(CountDownLatch threads) {
        try {
            assertThat(threads.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
