// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.hibernate.Model.Note;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.cfg.AgroalSettings;
import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When Hibernate takes and gives back connections, and how few of them tenants may share. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ConnectionHandlingIT {

    private static final List<UUID> TENANTS = List.of(A, B, C);
    private static final int THREADS = 8;
    private static final long STRESS_NANOS = 3_000_000_000L;

    private Sample sample;

    @BeforeAll
    void create(Database database) {
        sample = Sample.in(database);
    }

    @AfterAll
    void close() throws SQLException {
        sample.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_core_way_is_isolated(PhysicalConnectionHandlingMode mode) {
        CoreWays.check(sample, sample.factories().with(JdbcSettings.CONNECTION_HANDLING, mode));
    }

    @ParameterizedTest
    @CsvSource({
        JdbcSettings.AUTOCOMMIT + ", false",
        TenantRlsSettings.BINDING + ", separate",
        AgroalSettings.AGROAL_MAX_SIZE + ", 2",
        JdbcSettings.USE_GET_GENERATED_KEYS + ", true",
        BatchSettings.STATEMENT_BATCH_SIZE + ", 20",
        BatchSettings.ORDER_INSERTS + ", true",
        JdbcSettings.STATEMENT_FETCH_SIZE + ", 1"
    })
    void every_core_way_is_isolated_with(String setting, String value) {
        CoreWays.check(sample, sample.factories().with(setting, value));
    }

    @Test
    void every_core_way_is_isolated_where_the_pool_disables_auto_commit() {
        CoreWays.check(
                sample,
                sample.factories()
                        .with(JdbcSettings.AUTOCOMMIT, "false")
                        .with(JdbcSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, "true"));
    }

    @Test
    void batches_of_ordered_inserts_are_the_tenants_own() {
        try (SessionFactory factory = sample.factories()
                .with(BatchSettings.STATEMENT_BATCH_SIZE, "3")
                .with(BatchSettings.ORDER_INSERTS, "true")
                .with(BatchSettings.ORDER_UPDATES, "true")
                .open()) {
            WriteWaysIT.all().forEach(way -> way.check(sample, factory));
        }
    }

    @Test
    void one_thread_alternates_between_tenants_on_one_connection() {
        try (SessionFactory factory = pool(1)) {
            for (int i = 0; i < 200; i++) {
                UUID tenant = TENANTS.get(i % TENANTS.size());
                boolean inTransaction = i % 2 == 0;
                List<String> seen = TenantContext.callAs(
                        tenant,
                        () -> inTransaction ? factory.fromTransaction(ConnectionHandlingIT::names) : read(factory));
                assertThat(seen).isEqualTo(Sample.names(tenant));
            }
        }
    }

    @Test
    void a_session_of_another_tenant_works_within_the_transaction_of_one() {
        try (SessionFactory factory = pool(2)) {
            TenantContext.runAs(
                    A,
                    () -> factory.inTransaction(outer -> {
                        assertThat(names(outer)).isEqualTo(Sample.names(A));
                        TenantContext.runAs(
                                B,
                                () -> factory.inTransaction(inner -> {
                                    assertThat(names(inner)).isEqualTo(Sample.names(B));
                                    inner.persist(new Note(1000, "of b"));
                                }));
                        outer.persist(new Note(1001, "of a"));
                        assertThat(names(outer)).isEqualTo(Sample.names(A));
                    }));
            assertThat(sample.rows().get(A)).anyMatch(row -> row.contains("of a"));
            assertThat(sample.rows().get(B)).anyMatch(row -> row.contains("of b"));
            assertThat(sample.rows().get(A)).noneMatch(row -> row.contains("of b"));
            assertThat(sample.rows().get(B)).noneMatch(row -> row.contains("of a"));
        } finally {
            sample.reset();
        }
    }

    @Test
    void the_next_tenant_on_the_connection_finds_nothing_of_a_failed_transaction() {
        try (SessionFactory factory = pool(1)) {
            for (UUID tenant : TENANTS) {
                TenantContext.runAs(tenant, () -> {
                    try (Session session = factory.openSession()) {
                        session.beginTransaction();
                        session.persist(new Note(1000, "undone"));
                        session.flush();
                        assertThat(Way.outcome(() -> session.createNativeQuery("select 1 / 0", Integer.class)
                                        .getSingleResult()))
                                .isEqualTo("22012");
                        session.getTransaction().rollback();
                        assertThat(names(session)).isEqualTo(Sample.names(tenant));
                    }
                });
            }
            assertThat(sample.rows().values())
                    .allSatisfy(rows -> assertThat(String.join("\n", rows)).doesNotContain("undone"));
        }
    }

    @Test
    void threads_of_many_tenants_share_few_connections() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (SessionFactory factory = pool(3)) {
            long end = System.nanoTime() + STRESS_NANOS;
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                all.add(threads.submit(() -> readUntil(end, random, factory)));
            }
            for (Future<Integer> thread : all) {
                assertThat(thread.get()).isGreaterThan(10);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Reads for random tenants in random ways; how many times. */
    private static int readUntil(long end, Random random, SessionFactory factory) {
        int reads = 0;
        while (System.nanoTime() < end) {
            UUID tenant = TENANTS.get(random.nextInt(TENANTS.size()));
            int way = random.nextInt(3);
            List<String> seen = TenantContext.callAs(tenant, () -> switch (way) {
                case 0 -> read(factory);
                case 1 -> factory.fromTransaction(ConnectionHandlingIT::names);
                default -> factory.fromStatelessTransaction(ConnectionHandlingIT::names);
            });
            assertThat(seen).isEqualTo(Sample.names(tenant));
            reads++;
        }
        return reads;
    }

    private SessionFactory pool(int size) {
        return sample.factories()
                .with(AgroalSettings.AGROAL_MAX_SIZE, String.valueOf(size))
                .with(AgroalSettings.AGROAL_ACQUISITION_TIMEOUT, "PT10S")
                .open();
    }

    /** Outside a transaction. */
    private static List<String> read(SessionFactory factory) {
        try (Session session = factory.openSession()) {
            return names(session);
        }
    }

    private static List<String> names(SharedSessionContract session) {
        return session.createSelectionQuery("select name from Project order by name", String.class)
                .getResultList();
    }
}
