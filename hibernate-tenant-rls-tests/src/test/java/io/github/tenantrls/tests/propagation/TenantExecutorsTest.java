// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.propagation.TenantExecutors;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of the interfaces, of those that newer Java versions add too, does what the wrapped executor does, and carries. */
class TenantExecutorsTest {

    private static final long PATIENCE = 30;

    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
    private final ScheduledExecutorService carrying = TenantExecutors.wrap(pool);
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void nothing_is_left() throws Exception {
        assertThat(TenantContext.current()).isEmpty();
        if (!pool.isShutdown()) {
            assertThat(pool.submit(TenantContext::current).get(PATIENCE, TimeUnit.SECONDS))
                    .isEmpty();
        }
        pool.shutdownNow();
    }

    static Stream<Method> methods() {
        return Stream.of(ScheduledExecutorService.class.getMethods());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void each_method_is_forwarded(Method method) throws Exception {
        Method ours = carrying.getClass().getMethod(method.getName(), method.getParameterTypes());
        assertThat(ours.getDeclaringClass().isInterface()).as("%s", ours).isFalse();
    }

    @Test
    void each_way_to_hand_in_a_task_carries() throws Exception {
        Callable<Object> task = TenantContext::required;
        TenantContext.runAs(A, () -> {
            carrying.execute(this::see);
            assertSeen(A);
            assertThat(carrying.submit(this::see).get()).isNull();
            assertSeen(A);
            assertThat(carrying.submit(this::see, "result").get()).isEqualTo("result");
            assertSeen(A);
            assertThat(carrying.submit(task).get()).isEqualTo(A);
            assertThat(carrying.schedule(task, 1, TimeUnit.MILLISECONDS).get()).isEqualTo(A);
            assertThat(carrying.schedule(this::see, 1, TimeUnit.MILLISECONDS).get())
                    .isNull();
            assertSeen(A);
        });
    }

    @Test
    void many_tasks_handed_in_at_once_carry() throws Exception {
        List<Callable<Object>> tasks = List.of(TenantContext::required, TenantContext::required);
        TenantContext.runAs(B, () -> {
            for (Future<Object> future : carrying.invokeAll(tasks)) {
                assertThat(future.get()).isEqualTo(B);
            }
            for (Future<Object> future : carrying.invokeAll(tasks, PATIENCE, TimeUnit.SECONDS)) {
                assertThat(future.get()).isEqualTo(B);
            }
            assertThat(carrying.invokeAny(tasks)).isEqualTo(B);
            assertThat(carrying.invokeAny(tasks, PATIENCE, TimeUnit.SECONDS)).isEqualTo(B);
        });
    }

    @Test
    void a_periodic_task_has_the_tenant_of_its_scheduling_at_each_run() throws Exception {
        Future<?> atRate =
                TenantContext.callAs(A, () -> carrying.scheduleAtFixedRate(this::see, 0, 1, TimeUnit.MILLISECONDS));
        assertSeen(A);
        assertSeen(A);
        atRate.cancel(false);
        pool.submit(seen::clear).get(PATIENCE, TimeUnit.SECONDS);
        Future<?> withDelay =
                TenantContext.callAs(B, () -> carrying.scheduleWithFixedDelay(this::see, 0, 1, TimeUnit.MILLISECONDS));
        assertSeen(B);
        assertSeen(B);
        withDelay.cancel(false);
    }

    @Test
    void shutdown_reaches_the_executor_and_gives_back_tasks_that_keep_their_tenant() throws Exception {
        ExecutorService single = Executors.newFixedThreadPool(1);
        ExecutorService wrapped = TenantExecutors.wrap(single);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch runs = new CountDownLatch(1);
        single.execute(() -> {
            runs.countDown();
            awaitQuietly(gate);
        });
        assertThat(runs.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        TenantContext.runAs(A, () -> wrapped.execute(this::see));
        List<Runnable> waiting = wrapped.shutdownNow();
        TenantContext.runAs(B, () -> waiting.forEach(Runnable::run));
        assertSeen(A);
        assertThat(wrapped.isShutdown()).isTrue();
        assertThat(wrapped.awaitTermination(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(wrapped.isTerminated()).isTrue();
        assertThatThrownBy(() -> wrapped.execute(this::see))
                .isInstanceOf(java.util.concurrent.RejectedExecutionException.class);
    }

    @Test
    void an_orderly_shutdown_reaches_the_executor() {
        carrying.shutdown();
        assertThat(pool.isShutdown()).isTrue();
    }

    /** Of executors since Java 19. The default of the interface would wait for ever for the common pool to end. */
    @Test
    void close_does_what_the_executor_does() throws Exception {
        assertThat(pool.isShutdown()).isFalse();
        close(carrying);
        assertThat(pool.isShutdown()).isTrue();
        if (AutoCloseable.class.isAssignableFrom(ExecutorService.class)) {
            close(TenantExecutors.wrap((ExecutorService) ForkJoinPool.commonPool()));
            assertThat(ForkJoinPool.commonPool().isShutdown()).isFalse();
        }
    }

    @Test
    void a_task_that_is_null_is_refused_at_once() {
        assertThatThrownBy(() -> carrying.execute(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> carrying.submit((Callable<Object>) null)).isInstanceOf(NullPointerException.class);
    }

    private static void close(ExecutorService executor) throws ReflectiveOperationException {
        Method close = executor.getClass().getMethod("close");
        close.setAccessible(true);
        close.invoke(executor);
    }

    private void see() {
        seen.add(TenantContext.required());
    }

    private void assertSeen(Object tenant) throws InterruptedException {
        assertThat(seen.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo(tenant);
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
