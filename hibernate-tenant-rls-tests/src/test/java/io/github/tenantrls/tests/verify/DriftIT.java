// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.DriftEvent;
import io.github.tenantrls.verify.DriftListener;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.VerificationReport;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of the database while the application runs. */
@ExtendWith(DatabaseExtension.class)
@Timeout(60)
class DriftIT {

    private static final String DISABLE = "alter table item disable row level security";
    private static final String ENABLE = "alter table item enable row level security";
    private static final String UNFORCE = "alter table item_tags no force row level security";

    private final Database database;

    DriftIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void a_correct_schema() {
        database.empty();
        Factories.on(database, Item.class).createSchema();
    }

    @Test
    void a_verification_tells_what_is_new_and_what_is_gone_since_the_one_before() {
        try (LogLines log = new LogLines("io.github.tenantrls");
                SessionFactory factory = Factories.on(database, Item.class).open()) {
            List<DriftEvent> events = new ArrayList<>();
            RlsVerifier verifier = RlsVerifier.of(factory).addListener(events::add);
            VerificationReport atStart = verifier.lastReport().orElseThrow();
            assertThat(verifier.verify().isClean()).isTrue();
            assertThat(events).isEmpty();

            database.sql(Role.OWNER, DISABLE);
            VerificationReport disabled = RlsVerifier.of(factory).verify();
            assertThat(events).hasSize(1);
            assertThat(events.get(0).previous().isClean()).isTrue();
            assertThat(events.get(0).previous()).isNotSameAs(atStart);
            assertThat(events.get(0).current()).isSameAs(disabled);
            assertThat(events.get(0).added()).extracting(Finding::rule).containsExactly("RLS002");
            assertThat(events.get(0).removed()).isEmpty();
            assertThat(verifier.lastReport()).containsSame(disabled);

            database.sql(Role.OWNER, ENABLE, UNFORCE);
            verifier.verify();
            assertThat(events).hasSize(2);
            assertThat(events.get(1).added()).extracting(Finding::rule).containsExactly("RLS003");
            assertThat(events.get(1).removed()).extracting(Finding::rule).containsExactly("RLS002");

            assertThat(log.lines()).hasSize(3);
            assertThat(log.lines().get(0))
                    .startsWith("WARN Persistence unit tests: new since the last verification: RLS002")
                    .endsWith("; to mend it: alter table \"public\".\"item\" enable row level security;");
            assertThat(log.lines().get(1)).contains("WARN ", "new since", "RLS003");
            assertThat(log.lines().get(2))
                    .startsWith("INFO Persistence unit tests: gone since the last verification: RLS002");
        }
    }

    @Test
    void a_listener_that_fails_keeps_no_other_from_being_told_and_one_that_was_removed_is_not() {
        try (LogLines log = new LogLines("io.github.tenantrls");
                SessionFactory factory = Factories.on(database, Item.class).open()) {
            List<DriftEvent> events = new ArrayList<>();
            DriftListener removed = event -> {
                throw new AssertionError("told");
            };
            RlsVerifier verifier = RlsVerifier.of(factory)
                    .addListener(event -> {
                        throw new IllegalStateException("listener");
                    })
                    .addListener(removed)
                    .addListener(events::add)
                    .removeListener(removed);
            database.sql(Role.OWNER, DISABLE);
            assertThat(verifier.verify().isClean()).isFalse();
            assertThat(events).hasSize(1);
            assertThat(log.lines()).hasSize(2).last().asString().contains("a listener failed");
        }
    }

    /** A listener that knows its factory must not keep it in memory. */
    @Test
    void a_listener_is_forgotten_with_the_factory() {
        SessionFactory factory = Factories.on(database, Item.class).open();
        WeakReference<DriftListener> kept = add(RlsVerifier.of(factory));
        factory.close();
        for (int attempt = 0; attempt < 50 && kept.get() != null; attempt++) {
            System.gc();
        }
        assertThat(kept.get()).isNull();
        assertThat(factory.isClosed()).isTrue();
    }

    @Test
    void a_verification_that_fails_is_no_report_and_the_last_one_stays() {
        try (SessionFactory factory = Factories.on(database, Item.class).open()) {
            RlsVerifier verifier = RlsVerifier.of(factory);
            VerificationReport before = verifier.lastReport().orElseThrow();
            database.terminateSessions(Role.APP);
            assertThatThrownBy(verifier::verify).isInstanceOf(TenantRlsException.class);
            assertThat(verifier.lastReport()).containsSame(before);
            assertThat(verifier.verify().isClean()).isTrue();
            assertThat(verifier.lastReport().orElseThrow()).isNotSameAs(before);
        }
    }

    @Test
    void without_a_verification_at_the_start_there_is_no_last_report() {
        try (SessionFactory factory = Factories.on(database, Item.class)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            assertThat(RlsVerifier.of(factory).lastReport()).isEmpty();
        }
    }

    @Test
    void many_threads_at_once_find_the_same_and_it_is_told_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (SessionFactory factory = Factories.on(database, Item.class).open()) {
            BlockingQueue<DriftEvent> events = new LinkedBlockingQueue<>();
            RlsVerifier.of(factory).addListener(events::add);
            database.sql(Role.OWNER, DISABLE);
            List<Callable<VerificationReport>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(() -> RlsVerifier.of(factory).verify());
            }
            for (Future<VerificationReport> report : threads.invokeAll(calls)) {
                assertThat(report.get().findings()).hasSize(1);
            }
            assertThat(events).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static WeakReference<DriftListener> add(RlsVerifier verifier) {
        DriftListener listener = new DriftListener() {
            @Override
            public void drifted(DriftEvent event) {}
        };
        verifier.addListener(listener);
        return new WeakReference<>(listener);
    }
}
