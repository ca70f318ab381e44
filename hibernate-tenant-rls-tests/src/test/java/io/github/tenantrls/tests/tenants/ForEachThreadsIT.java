// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tenants.ForEachProgress;
import io.github.tenantrls.tenants.ForEachReport;
import io.github.tenantrls.tenants.ForEachTenant;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Warnings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** As many tenants at a time as told, and a listener that hears of one after the other. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForEachThreadsIT {

    private final Database database;
    private final Items items;
    private final SessionFactory factory;

    ForEachThreadsIT(Database database) {
        this.database = database;
        items = new Items(database);
        items.create();
        factory = Items.factories(database).open();
    }

    @BeforeEach
    void fill() {
        items.fill();
    }

    @AfterAll
    void close() {
        factory.close();
    }

    @Test
    void tenants_are_worked_for_at_the_same_time_each_on_its_own_rows() {
        CyclicBarrier all = new CyclicBarrier(3);
        List<Integer> changed = new ArrayList<>();
        ForEachTenant.of(factory, List.of(A, B, C))
                .parallelism(3)
                .run((em, tenant) -> {
                    int rows = Items.change(em);
                    synchronized (changed) {
                        changed.add(rows);
                    }
                    all.await(30, TimeUnit.SECONDS); // in the midst of the transactions of all of them
                })
                .throwIfFailed();
        assertThat(changed).containsExactly(1, 1, 1);
        assertThat(items.all()).containsExactly("a:a!", "b:b!", "c:c!", "d:d");
    }

    @Test
    void never_more_than_told() {
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ForEachTenant.of(factory, tenants(40))
                .parallelism(3)
                .run((em, tenant) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    three.countDown();
                    assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
                    Items.change(em);
                    now.decrementAndGet();
                })
                .throwIfFailed();
        assertThat(most).hasValue(3);
    }

    @Test
    void more_threads_than_connections_wait_for_one() {
        try (SessionFactory narrow =
                Items.factories(database).with("hibernate.agroal.maxSize", "1").open()) {
            ForEachReport report =
                    ForEachTenant.of(narrow, List.of(A, B, C)).parallelism(3).run((em, tenant) -> Items.change(em));
            assertThat(report.throwIfFailed().done()).isEqualTo(3);
            assertThat(items.all()).containsExactly("a:a!", "b:b!", "c:c!", "d:d");
        }
    }

    @Test
    void threads_are_daemons_named_after_the_unit_and_end_with_the_run() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        ForEachTenant.of(factory, List.of(A, B, C))
                .parallelism(2)
                .run((em, tenant) -> threads.add(Thread.currentThread()))
                .throwIfFailed();
        for (Thread thread : threads) {
            assertThat(thread.getName()).matches("tenant-rls-for-each-tests-[12]");
            assertThat(thread.isDaemon()).isTrue();
            thread.join(Duration.ofSeconds(10).toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void the_listener_hears_of_each_tenant() {
        IllegalStateException onPurpose = new IllegalStateException("on purpose");
        List<ForEachProgress> told = new ArrayList<>();
        ForEachTenant.of(factory, List.of(A, B, C))
                .listener((progress, run) -> told.add(progress))
                .run((em, tenant) -> {
                    if (tenant.equals(B)) {
                        throw onPurpose;
                    }
                });
        assertThat(told).extracting(ForEachProgress::tenant).containsExactly(A, B, C);
        assertThat(told)
                .extracting(ForEachProgress::failure)
                .containsExactly(Optional.empty(), Optional.of(onPurpose), Optional.empty());
        assertThat(told).extracting(ForEachProgress::done).containsExactly(1L, 1L, 2L);
        assertThat(told).extracting(ForEachProgress::failed).containsExactly(0L, 1L, 1L);
        assertThat(told).extracting(ForEachProgress::total).containsOnly(OptionalLong.of(3));
        assertThat(told).extracting(ForEachProgress::elapsed).isSorted().doesNotContain(Duration.ZERO);
        assertThat(told.get(2).remaining()).contains(Duration.ZERO);
    }

    @Test
    void by_one_thread_at_a_time() {
        AtomicInteger now = new AtomicInteger();
        List<Long> ended = new ArrayList<>(); // not thread-safe
        ForEachTenant.of(factory, tenants(60))
                .parallelism(4)
                .listener((progress, run) -> {
                    assertThat(now.incrementAndGet()).isEqualTo(1);
                    ended.add(progress.done());
                    now.decrementAndGet();
                })
                .run((em, tenant) -> {})
                .throwIfFailed();
        assertThat(ended).isSorted().hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void a_listener_that_fails_is_logged_and_changes_nothing() {
        try (Warnings warnings = new Warnings(ForEachTenant.class.getName())) {
            ForEachTenant.of(factory, List.of(A, B, C))
                    .listener((progress, run) -> {
                        throw new AssertionError("on purpose");
                    })
                    .run((em, tenant) -> Items.change(em))
                    .throwIfFailed();
            assertThat(warnings.messages())
                    .hasSize(3)
                    .allSatisfy(message -> assertThat(message)
                            .startsWith("A listener of ForEachTenant failed, which changes nothing for the run"));
        }
        assertThat(items.all()).containsExactly("a:a!", "b:b!", "c:c!", "d:d");
    }

    private static List<UUID> tenants(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }
}
