// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import io.github.tenantrls.propagation.TenantExecutors;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** For whom the stages of a {@code CompletableFuture} work, which run when and where the stage before is completed. */
@ExtendWith(DatabaseExtension.class)
class CompletableFuturesIT {

    private static Rows rows;

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final CompletableFuture<String> before = new CompletableFuture<>();

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
        for (int i = 0; i < 20; i++) {
            assertThat(pool.submit(TenantContext::current).get()).isEmpty();
        }
        pool.shutdownNow();
    }

    @Test
    void the_stages_of_a_chain_of_asynchronous_tasks_keep_the_tenant() throws Exception {
        ExecutorService carrying = TenantExecutors.wrap(pool);
        CompletableFuture<List<String>> chain = TenantContext.callAs(
                A,
                () -> CompletableFuture.supplyAsync(rows::read, carrying)
                        .thenApplyAsync(first -> rows.read(), carrying)
                        .thenCombineAsync(
                                CompletableFuture.supplyAsync(rows::read, carrying),
                                (one, other) -> rows.read(),
                                carrying));
        assertThat(get(chain)).containsExactly("a");
    }

    /** The executor is only called when the stage before is completed, and by the thread that completes it. */
    @Test
    void a_stage_on_a_wrapped_executor_works_for_whoever_completes_the_stage_before() throws Exception {
        Executor carrying = TenantExecutors.wrap(pool);
        CompletableFuture<List<String>> stage =
                TenantContext.callAs(A, () -> before.thenApplyAsync(any -> rows.read(), carrying));
        TenantContext.runAs(B, () -> before.complete("by B"));
        assertThat(get(stage)).containsExactly("b");
    }

    @Test
    void a_stage_on_the_executor_of_a_snapshot_works_for_the_tenant_of_the_snapshot() throws Exception {
        CompletableFuture<List<String>> stage = TenantContext.callAs(
                A,
                () -> before.thenApplyAsync(
                        any -> rows.read(), TenantContext.snapshot().executor(pool)));
        TenantContext.runAs(B, () -> {
            before.complete("by B");
            assertThat(rows.read()).containsExactly("b");
        });
        assertThat(get(stage)).containsExactly("a");
    }

    @Test
    void a_stage_without_executor_works_for_the_tenant_of_its_wrapped_function() throws Exception {
        CompletableFuture<List<String>> stage = TenantContext.callAs(
                A, () -> before.thenApply(TenantContext.snapshot().function(any -> rows.read())));
        TenantContext.runAs(B, () -> {
            before.complete("by B");
            assertThat(rows.read()).containsExactly("b");
        });
        assertThat(get(stage)).containsExactly("a");
    }

    @Test
    void a_stage_completed_by_a_thread_without_tenant_has_none() {
        CompletableFuture<List<String>> stage =
                TenantContext.callAs(A, () -> before.thenApplyAsync(any -> rows.read(), TenantExecutors.wrap(pool)));
        before.complete("by nobody");
        assertThatThrownBy(() -> get(stage)).hasRootCauseInstanceOf(MissingTenantException.class);
    }

    @Test
    void a_delayed_task_needs_the_executor_of_a_snapshot() throws Exception {
        TenantSnapshot ofA = TenantContext.callAs(A, TenantContext::snapshot);
        assertThat(get(CompletableFuture.supplyAsync(rows::read, delayed(ofA.executor(pool)))))
                .containsExactly("a");
        CompletableFuture<List<String>> byWrapped = TenantContext.callAs(
                A, () -> CompletableFuture.supplyAsync(rows::read, delayed(TenantExecutors.wrap((Executor) pool))));
        assertThatThrownBy(() -> get(byWrapped)).hasRootCauseInstanceOf(MissingTenantException.class);
    }

    private static Executor delayed(Executor executor) {
        return CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, executor);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }
}
