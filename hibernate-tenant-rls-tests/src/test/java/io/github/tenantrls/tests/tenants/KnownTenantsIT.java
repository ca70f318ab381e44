// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AgroalSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With {@code known_tenants=true} no session works for a tenant that is suspended, or not there. */
@ExtendWith(DatabaseExtension.class)
class KnownTenantsIT {

    private static Database database;

    @BeforeEach
    void three_tenants() {
        database.empty();
        Factories factories = factories().createSchema();
        try (SessionFactory factory = factories.open()) {
            Tenants tenants = Tenants.of(factory);
            int id = 0;
            for (UUID tenant : List.of(A, B, C)) {
                tenants.create(tenant, "tenant-" + ++id, "Tenant");
                database.sql(
                        Role.SUPERUSER,
                        "insert into job (id, name, tenant_id) values (" + id + ", '', '" + tenant + "')");
            }
        }
    }

    private static Factories factories() {
        return Factories.on(database, Job.class)
                .with(TenantRlsSettings.KNOWN_TENANTS, true)
                .systemLogin();
    }

    private static List<Long> jobs(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(tenant, () -> factory.callInTransaction(KnownTenantsIT::read));
    }

    private static List<Long> read(jakarta.persistence.EntityManager em) {
        return em.createQuery("select j.id from Job j order by j.id", Long.class)
                .getResultList();
    }

    @Test
    void a_suspended_tenant_is_refused_at_once_and_activated_it_works_again() {
        try (SessionFactory factory = factories().open()) {
            assertThat(jobs(factory, A)).containsExactly(1L);
            Tenants.of(factory).suspend(A);
            assertThatThrownBy(() -> jobs(factory, A))
                    .isInstanceOf(SuspendedTenantException.class)
                    .hasMessageContaining("the tenant " + A + " is suspended");
            assertThat(jobs(factory, B)).containsExactly(2L);
            Tenants.of(factory).activate(A);
            assertThat(jobs(factory, A)).containsExactly(1L);
        }
    }

    @Test
    void a_tenant_that_is_suspended_while_it_waits_for_a_connection_is_refused() throws Exception {
        try (SessionFactory factory = onlyOneConnection().open()) {
            CompletableFuture<List<Long>> waiting =
                    whileWaiting(factory, () -> Tenants.of(factory).suspend(A));
            assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(SuspendedTenantException.class);
            assertThat(jobs(factory, B)).as("nothing is leaked").containsExactly(2L);
        }
    }

    @Test
    void a_tenant_that_waits_while_another_is_suspended_gets_its_connection() throws Exception {
        try (SessionFactory factory = onlyOneConnection().open()) {
            CompletableFuture<List<Long>> waiting =
                    whileWaiting(factory, () -> Tenants.of(factory).suspend(C));
            assertThat(waiting.join()).containsExactly(1L);
            assertThat(jobs(factory, B)).as("nothing is leaked").containsExactly(2L);
        }
    }

    private static Factories onlyOneConnection() {
        return factories()
                .with(AgroalSettings.AGROAL_MAX_SIZE, "1")
                .with(AgroalSettings.AGROAL_ACQUISITION_TIMEOUT, "PT10S");
    }

    /** What A reads, who waits for B's connection while something is done. */
    private static CompletableFuture<List<Long>> whileWaiting(SessionFactory factory, Runnable action) {
        jobs(factory, A); // its status is remembered
        CompletableFuture<List<Long>> read = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                read.complete(jobs(factory, A));
            } catch (RuntimeException e) {
                read.completeExceptionally(e);
            }
        });
        TenantContext.runAs(
                B,
                () -> factory.runInTransaction(em -> {
                    read(em);
                    waiting.start();
                    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
                    action.run();
                    assertThat(read).isNotDone();
                }));
        return read;
    }

    @Test
    void an_unknown_tenant_is_refused_until_it_is_created() {
        UUID unknown = UUID.randomUUID();
        try (SessionFactory factory = factories().open()) {
            assertThatThrownBy(() -> jobs(factory, unknown))
                    .isInstanceOf(UnknownTenantException.class)
                    .hasMessageContaining("the tenant " + unknown + " is not in the table tenants");
            Tenants.of(factory).create(unknown, "known", "Known");
            assertThat(jobs(factory, unknown)).isEmpty();
        }
    }

    /** Negative control: what refuses is the setting. */
    @Test
    void without_the_setting_anybody_works() {
        try (SessionFactory factory =
                factories().with(TenantRlsSettings.KNOWN_TENANTS, false).open()) {
            database.sql(Role.SYSTEM, "update tenants set status = 'suspended' where slug = 'tenant-1'");
            assertThat(jobs(factory, A)).containsExactly(1L);
            assertThat(jobs(factory, UUID.randomUUID())).isEmpty();
        }
    }

    @Test
    void what_others_change_takes_effect_when_the_time_is_over() throws Exception {
        try (SessionFactory factory =
                factories().with(TenantRlsSettings.TENANTS_CACHE_TTL, "PT1S").open()) {
            assertThat(jobs(factory, A)).containsExactly(1L);
            assertThat(Tenants.of(factory).resolve("new")).isEmpty();
            Instant read = Instant.now();
            database.sql(
                    Role.SYSTEM,
                    "update tenants set status = 'suspended' where slug = 'tenant-1'",
                    "insert into tenants (id, slug, name) values (gen_random_uuid(), 'new', 'New')");
            if (Duration.between(read, Instant.now()).toMillis() < 700) { // else the machine is too slow to tell
                assertThat(jobs(factory, A)).containsExactly(1L);
                assertThat(Tenants.of(factory).resolve("new")).isEmpty();
            }
            Thread.sleep(1100);
            assertThatThrownBy(() -> jobs(factory, A)).isInstanceOf(SuspendedTenantException.class);
            assertThat(Tenants.of(factory).resolve("new")).isPresent();
        }
    }

    @Test
    void what_is_remembered_costs_no_round_trip() {
        try (SessionFactory factory = factories().proxied().open()) {
            jobs(factory, B);
            jobs(factory, C);
            assertThat(roundTrips(() -> jobs(factory, A)))
                    .isEqualTo(3); // begin and query, commit; and the tenant before
            assertThat(roundTrips(() -> jobs(factory, A))).isEqualTo(2);
            assertThat(roundTrips(() -> jobs(factory, B))).isEqualTo(2);
            Tenants tenants = Tenants.of(factory);
            assertThat(roundTrips(() -> tenants.resolve("tenant-1"))).isEqualTo(1);
            assertThat(roundTrips(() -> tenants.resolve("tenant-1"))).isZero();
            assertThat(roundTrips(() -> tenants.resolve("nobody"))).isEqualTo(1);
            assertThat(roundTrips(() -> tenants.resolve("nobody"))).isZero();
            assertThat(roundTrips(() -> tenants.resolve("No slug"))).isZero();
            assertThat(roundTrips(() -> tenants.resolve(A.toString()))).isZero();
        }
    }

    @Test
    void without_a_cache_each_session_asks_once() {
        try (SessionFactory factory = factories()
                .proxied()
                .with(TenantRlsSettings.TENANTS_CACHE_SIZE, 0)
                .open()) {
            jobs(factory, A);
            assertThat(roundTrips(() -> jobs(factory, A))).isEqualTo(3);
        }
    }

    private static long roundTrips(Runnable work) {
        database.roundTrips().reset();
        work.run();
        return database.roundTrips().count();
    }

    @Test
    void a_pool_of_one_connection_does() {
        try (SessionFactory factory = factories()
                .with("hibernate.agroal.maxSize", "1")
                .with("hibernate.agroal.acquisitionTimeout", "PT2S")
                .open()) {
            assertThat(jobs(factory, A)).containsExactly(1L);
            Tenants.of(factory).suspend(A);
            assertThatThrownBy(() -> jobs(factory, A)).isInstanceOf(SuspendedTenantException.class);
            assertThat(jobs(factory, B)).containsExactly(2L);
        }
    }

    @Test
    void the_system_is_not_asked_who_it_is_and_a_tenant_within_is() {
        try (SessionFactory factory = factories().open()) {
            Tenants.of(factory).suspend(A);
            TenantContext.runAsSystem("a test", () -> {
                assertThat(factory.<List<Long>>callInTransaction(KnownTenantsIT::read))
                        .containsExactly(1L, 2L, 3L);
                assertThatThrownBy(() -> jobs(factory, A)).isInstanceOf(SuspendedTenantException.class);
                assertThat(jobs(factory, B)).containsExactly(2L);
            });
        }
    }

    @Test
    void what_is_neither_active_nor_suspended_does_not_work() {
        database.sql(Role.OWNER, "alter table tenants drop constraint tenants_status_check");
        database.sql(Role.SYSTEM, "update tenants set status = 'ACTIVE?' where slug = 'tenant-1'");
        try (SessionFactory factory = factories().open()) {
            assertThatThrownBy(() -> jobs(factory, A)).isInstanceOf(SuspendedTenantException.class);
        }
    }

    @Test
    void a_factory_does_not_start_without_the_table() {
        database.sql(Role.OWNER, "drop table tenants");
        for (String verification : List.of("fail", "off")) {
            assertThatThrownBy(() -> factories()
                            .with(TenantRlsSettings.VERIFICATION, verification)
                            .open())
                    .hasRootCauseInstanceOf(java.sql.SQLException.class)
                    .hasStackTraceContaining(TenantRlsException.class.getName() + ": Persistence unit tests: "
                            + TenantRlsSettings.KNOWN_TENANTS
                            + "=true needs the table tenants of the tenants, which cannot be read");
        }
    }

    @Test
    void nor_where_it_cannot_be_read_or_has_identifiers_of_another_type() {
        database.sql(Role.OWNER, "revoke select on tenants from app");
        assertThatThrownBy(() -> factories().open()).hasStackTraceContaining("permission denied for table tenants");
        database.sql(Role.OWNER, "grant select on tenants to app", "alter table tenants alter id type text");
        assertThatThrownBy(() -> factories().open()).hasStackTraceContaining("operator does not exist: text = uuid");
    }
}
