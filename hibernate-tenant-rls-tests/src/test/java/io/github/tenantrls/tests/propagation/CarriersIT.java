// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.propagation.Carrier.Submission;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to another thread carries the tenant, puts back what the thread had, and leaves nothing on it. */
@ExtendWith(DatabaseExtension.class)
class CarriersIT {

    private static final long PATIENCE = 30;
    private static final String NO_TENANT = "a session without a tenant asked for a database connection";

    private static Rows rows;

    private ExecutorService pool;
    private Submission plain;
    private Submission carrying;

    static Stream<Carrier> carriers() {
        return Stream.of(Carrier.values()).filter(Carrier::isAvailable);
    }

    static Stream<Carrier> carriersToAnyPool() {
        return carriers().filter(carrier -> carrier.pool == Carrier.Pool.PLAIN);
    }

    @BeforeAll
    static void open(Database database) {
        rows = Rows.in(database);
    }

    @AfterAll
    static void close() {
        rows.close();
    }

    @AfterEach
    void nothing_is_left_on_the_thread_that_hands_in() {
        assertThat(TenantContext.current()).isEmpty();
        assertThat(TenantContext.isSystem()).isFalse();
        pool.shutdownNow();
    }

    private void start(Carrier carrier) {
        pool = carrier.pool.open();
        plain = carrier.pool.plain(pool);
        carrying = carrier.to(pool);
    }

    /** The thread is busy while the tasks are handed in: the tenant is taken then, not when they run. */
    @ParameterizedTest
    @MethodSource("carriers")
    void a_task_works_for_the_tenant_for_which_it_was_handed_in(Carrier carrier) throws Exception {
        start(carrier);
        CountDownLatch gate = occupyThread();
        Future<Object> ofA = handIn(A, rows::read);
        Future<Object> ofB = handIn(B, rows::read);
        Future<Object> ofNone = carrying.submit(rows::read);
        Future<Object> ofC = handIn(C, rows::read);
        gate.countDown();
        assertThat(get(ofA)).isEqualTo(List.of("a"));
        assertThat(get(ofB)).isEqualTo(List.of("b"));
        assertThat(get(ofC)).isEqualTo(List.of("c"));
        assertFailsForWantOfATenant(ofNone);
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void without_it_a_task_has_no_tenant(Carrier carrier) {
        start(carrier);
        for (UUID tenant : List.of(A, B, C)) {
            assertFailsForWantOfATenant(
                    TenantContext.<Future<Object>, RuntimeException>callAs(tenant, () -> plain.submit(rows::read)));
        }
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void nothing_is_left_on_the_thread(Carrier carrier) throws Exception {
        start(carrier);
        Object thread = get(handIn(A, () -> {
            assertThat(rows.read()).containsExactly("a");
            return Thread.currentThread();
        }));
        assertThreadIsEmpty(thread);
        assertFailsForWantOfATenant(plain.submit(rows::read));
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void the_thread_has_afterwards_what_it_had_before(Carrier carrier) throws Exception {
        start(carrier);
        AtomicReference<TenantContext.Scope> left = new AtomicReference<>();
        get(plain.submit(() -> {
            left.set(TenantContext.open(C));
            return "left open";
        }));
        assertThat(get(handIn(A, rows::read))).isEqualTo(List.of("a"));
        assertThat(get(plain.submit(rows::read))).isEqualTo(List.of("c"));
        assertFailsForWantOfATenant(carrying.submit(rows::read));
        assertThat(get(plain.submit(rows::read))).isEqualTo(List.of("c"));
        get(plain.submit(() -> {
            left.get().close();
            return TenantContext.current();
        }));
        assertFailsForWantOfATenant(plain.submit(rows::read));
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void an_exception_passes_through_and_leaves_nothing(Carrier carrier) throws Exception {
        start(carrier);
        IOException failure = new IOException("disk");
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<Object> failing = handIn(A, () -> {
            thread.set(Thread.currentThread());
            throw failure;
        });
        assertThatThrownBy(() -> get(failing)).rootCause().isSameAs(failure);
        assertThreadIsEmpty(thread.get());
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void a_task_cancelled_while_it_runs_leaves_nothing(Carrier carrier) throws Exception {
        start(carrier);
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<Object> cancelled = handIn(A, () -> {
            thread.set(Thread.currentThread());
            runs.countDown();
            return gate.await(PATIENCE, TimeUnit.SECONDS); // not all futures interrupt
        });
        assertThat(runs.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(cancelled.cancel(true)).isTrue();
        gate.countDown();
        assertThat(cancelled.isCancelled()).isTrue();
        assertThreadIsEmpty(thread.get());
        assertThat(get(handIn(B, rows::read))).isEqualTo(List.of("b"));
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void a_task_cancelled_before_never_runs(Carrier carrier) throws Exception {
        start(carrier);
        CountDownLatch gate = occupyThread();
        AtomicBoolean ran = new AtomicBoolean();
        Future<Object> cancelled = handIn(A, () -> {
            ran.set(true);
            return "ran";
        });
        assertThat(cancelled.cancel(false)).isTrue();
        gate.countDown();
        assertThat(get(handIn(B, rows::read))).isEqualTo(List.of("b"));
        assertThat(ran).isFalse();
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void the_system_is_not_carried_and_a_task_asks_for_it_by_itself(Carrier carrier) throws Exception {
        start(carrier);
        Future<Object> ofSystem = TenantContext.<Future<Object>, RuntimeException>callAsSystem(
                "a test", () -> carrying.submit(rows::read));
        assertFailsForWantOfATenant(ofSystem);
        Future<Object> asking =
                handIn(A, () -> TenantContext.<List<String>, RuntimeException>callAsSystem("a test", rows::read));
        assertThat(get(asking)).isEqualTo(List.of("a", "b", "c", "d"));
        assertFailsForWantOfATenant(plain.submit(rows::read));
    }

    /** As a pool's caller-runs policy has it. */
    @ParameterizedTest
    @MethodSource("carriersToAnyPool")
    void a_task_that_runs_on_a_thread_that_works_for_others_gives_it_back(Carrier carrier) throws Exception {
        Shelf shelf = new Shelf();
        pool = shelf;
        carrying = carrier.to(shelf);
        TenantContext.runAs(B, () -> {
            assertThat(takenFrom(shelf, handIn(A, rows::read))).isEqualTo(List.of("a"));
            assertThat(rows.read()).containsExactly("b");
            Future<Object> ofNone = TenantContext.<Future<Object>, RuntimeException>callAsSystem(
                    "a test", () -> carrying.submit(rows::read));
            shelf.run();
            assertFailsForWantOfATenant(ofNone);
            assertThat(rows.read()).containsExactly("b");
        });
        TenantContext.runAsSystem("a test", () -> {
            assertThat(takenFrom(shelf, handIn(A, rows::read))).isEqualTo(List.of("a"));
            assertThat(rows.read()).containsExactly("a", "b", "c", "d");
        });
    }

    private static Object takenFrom(Shelf shelf, Future<Object> future) throws Exception {
        shelf.run();
        return get(future);
    }

    private Future<Object> handIn(UUID tenant, Callable<Object> task) {
        return TenantContext.<Future<Object>, RuntimeException>callAs(tenant, () -> carrying.submit(task));
    }

    private CountDownLatch occupyThread() {
        CountDownLatch gate = new CountDownLatch(1);
        assertThat(plain.submit(() -> gate.await(PATIENCE, TimeUnit.SECONDS))).isNotDone();
        return gate;
    }

    private void assertThreadIsEmpty(Object thread) throws Exception {
        assertThat(get(plain.submit(() -> {
                    assertThat(TenantContext.isSystem()).isFalse();
                    assertThat(TenantContext.current()).isEmpty();
                    return Thread.currentThread();
                })))
                .isSameAs(thread);
    }

    private static void assertFailsForWantOfATenant(Future<Object> future) {
        assertThatThrownBy(() -> get(future))
                .rootCause()
                .isInstanceOf(MissingTenantException.class)
                .hasMessageContaining(NO_TENANT);
    }

    private static Object get(Future<Object> future) throws Exception {
        return future.get(PATIENCE, TimeUnit.SECONDS);
    }
}
