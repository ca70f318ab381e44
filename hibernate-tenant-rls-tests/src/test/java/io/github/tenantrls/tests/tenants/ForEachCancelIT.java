// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tenants.ForEachReport;
import io.github.tenantrls.tenants.ForEachRun;
import io.github.tenantrls.tenants.ForEachTenant;
import io.github.tenantrls.tenants.TenantFailure;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run that is cancelled begins no further tenant, interrupts what is under way, and says what has become of each. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ForEachCancelIT {

    private final Items items;
    private final SessionFactory factory;

    ForEachCancelIT(Database database) {
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
    void cancelled_by_another_thread_it_interrupts_the_action_which_leaves_nothing() throws InterruptedException {
        CountDownLatch underWay = new CountDownLatch(1);
        ForEachRun run = each(A, B, C).start((em, tenant) -> {
            Items.change(em);
            if (tenant.equals(B)) {
                underWay.countDown();
                new CountDownLatch(1).await(); // for ever
            }
        });
        assertThat(underWay.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(run.isDone()).isFalse();
        run.cancel();
        ForEachReport report = run.await();
        assertThat(run.isDone()).isTrue();
        assertThat(report.cancelled()).isTrue();
        assertThat(report.done()).isEqualTo(1);
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.tenant()).isEqualTo(B);
            assertThat(failure.cause()).isInstanceOf(InterruptedException.class);
        });
        assertThat(report.notBegun()).hasValue(1);
        assertThat(items.all()).containsExactly("a:a!", "b:b", "c:c", "d:d");
    }

    @Test
    void an_action_that_does_not_mind_the_interruption_is_committed() throws InterruptedException {
        CountDownLatch underWay = new CountDownLatch(1);
        ForEachRun run = each(A, B).start((em, tenant) -> {
            Items.change(em);
            underWay.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        });
        assertThat(underWay.await(30, TimeUnit.SECONDS)).isTrue();
        run.cancel();
        ForEachReport report = run.await();
        assertThat(report.done()).isEqualTo(1);
        assertThat(report.failures()).isEmpty();
        assertThat(report.notBegun()).hasValue(1);
        assertThat(items.all()).containsExactly("a:a!", "b:b", "c:c", "d:d");
    }

    @Test
    void cancelled_by_the_listener_it_begins_no_further_tenant() {
        ForEachReport report =
                each(A, B, C).listener((progress, run) -> run.cancel()).run((em, tenant) -> Items.change(em));
        assertThat(report.cancelled()).isTrue();
        assertThat(report.done()).isEqualTo(1);
        assertThat(report.failures()).isEmpty();
        assertThat(report.notBegun()).hasValue(2);
        assertThat(items.all()).containsExactly("a:a!", "b:b", "c:c", "d:d");
    }

    @Test
    void an_action_that_cancels_its_own_run_is_not_interrupted() {
        CompletableFuture<ForEachRun> self = new CompletableFuture<>();
        List<Boolean> interrupted = new ArrayList<>();
        self.complete(each(A, B).start((em, tenant) -> {
            self.get().cancel();
            interrupted.add(Thread.currentThread().isInterrupted());
            Items.change(em);
        }));
        assertThat(self.join().await().done()).isEqualTo(1);
        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void the_next_tenant_is_not_interrupted_by_what_was_left_from_the_one_before() {
        each(A, B, C)
                .listener((progress, run) -> Thread.currentThread().interrupt())
                .run((em, tenant) -> {
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    Items.change(em);
                    Thread.currentThread().interrupt(); // nor is the commit
                })
                .throwIfFailed();
        assertThat(items.all()).containsExactly("a:a!", "b:b!", "c:c!", "d:d");
    }

    @Test
    void a_caller_that_is_interrupted_gets_the_report_of_the_cancelled_run_and_stays_interrupted() {
        Thread caller = Thread.currentThread();
        ForEachReport report = each(A, B, C).run((em, tenant) -> {
            if (tenant.equals(B)) {
                caller.interrupt();
                new CountDownLatch(1).await();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.cancelled()).isTrue();
        assertThat(report.failures()).extracting(TenantFailure::tenant).containsExactly(B);
        assertThat(report.notBegun()).hasValue(1);
    }

    @Test
    void after_the_end_there_is_nothing_to_cancel() {
        ForEachRun run = each(A).start((em, tenant) -> {});
        assertThat(run.await().cancelled()).isFalse();
        run.cancel();
        assertThat(run.await().cancelled()).isFalse();
    }

    @Test
    void who_does_not_wait_is_told_in_the_end() {
        assertThat(each(A, B)
                        .start((em, tenant) -> {})
                        .report()
                        .thenApply(ForEachReport::done)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(2);
        Iterable<UUID> unreadable = () -> {
            throw new IllegalStateException("on purpose");
        };
        assertThatThrownBy(() -> ForEachTenant.of(factory, unreadable)
                        .start((em, tenant) -> {})
                        .report()
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(TenantRlsException.class)
                .hasRootCauseMessage("on purpose");
    }

    /** Whenever it comes: who was begun is counted once, and nobody else was. */
    @Test
    void each_tenant_is_done_or_failed_or_not_begun() throws InterruptedException {
        List<UUID> tenants = Stream.generate(UUID::randomUUID).limit(30).toList();
        for (int round = 0; round < 60; round++) {
            Set<UUID> begun = ConcurrentHashMap.newKeySet();
            ForEachRun run = ForEachTenant.of(factory, tenants).parallelism(3).start((em, tenant) -> {
                begun.add((UUID) tenant);
                Thread.sleep(1);
            });
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(15_000));
            run.cancel();
            ForEachReport report = run.await();
            int ended = (int) report.done() + report.failures().size();
            assertThat(report.notBegun()).hasValue(tenants.size() - ended);
            assertThat(tenants.subList(0, ended)).containsAll(begun);
        }
    }

    private ForEachTenant each(UUID... tenants) {
        return ForEachTenant.of(factory, List.of(tenants));
    }
}
