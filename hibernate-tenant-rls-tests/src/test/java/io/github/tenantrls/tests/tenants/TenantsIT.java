// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.SystemWork;
import io.github.tenantrls.SystemWorkListener;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.tenants.DuplicateTenantException;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.TenantStatus;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tenants are created, found, listed and changed, and each call is a transaction of its own. */
class TenantsIT extends WithTenants {

    @Test
    void a_tenant_is_created_and_found_by_identifier_and_slug() {
        Tenant acme = tenants.create("acme", "Acme Ltd");
        assertThat(acme.id()).isInstanceOf(UUID.class);
        assertThat(acme.slug()).isEqualTo("acme");
        assertThat(acme.name()).isEqualTo("Acme Ltd");
        assertThat(acme.status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(Duration.between(acme.createdAt(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(tenants.find(acme.id())).contains(acme);
        assertThat(tenants.find(acme.id().toString())).contains(acme);
        assertThat(tenants.findBySlug("acme")).contains(acme);
        assertThat(tenants.find(A)).isEmpty();
        assertThat(tenants.findBySlug("other")).isEmpty();
        assertThat(tenants.findBySlug("no slug")).isEmpty();
    }

    @Test
    void its_name_and_status_change_and_nobody_elses() {
        Tenant other = tenants.create("other", "Other");
        Tenant third = tenants.create("third", "Third");
        Tenant acme = tenants.create("acme", "Acme");
        assertThat(tenants.rename(acme.id(), "Acme & Sons").name()).isEqualTo("Acme & Sons");
        assertThat(tenants.suspend(acme.id()).status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(tenants.find(acme.id()).orElseThrow().status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(tenants.activate(acme.id()).status()).isEqualTo(TenantStatus.ACTIVE);
        tenants.delete(acme.id());
        assertThat(tenants.find(acme.id())).isEmpty();
        assertThat(tenants.list(10)).containsExactly(other, third);
    }

    @Test
    void pages_follow_the_order_of_slugs_and_miss_none() {
        List<String> slugs = List.of("0", "a", "a-0", "a0", "b", "z9");
        Stream.of("z9", "a0", "b", "a-0", "0", "a").forEach(slug -> tenants.create(slug, slug));
        List<String> listed = new ArrayList<>();
        List<Tenant> page = tenants.list(2);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            page.forEach(tenant -> listed.add(tenant.slug()));
            page = tenants.list(page.get(page.size() - 1).slug(), 2);
        }
        assertThat(listed).isEqualTo(slugs);
        assertThatThrownBy(() -> tenants.list(0)).hasMessageContaining("ask for 1 to 1000");
        assertThatThrownBy(() -> tenants.list(1001)).hasMessageContaining("ask for 1 to 1000");
    }

    @Test
    void nobody_gets_a_slug_or_identifier_that_is_taken() {
        Tenant acme = tenants.create("acme", "Acme");
        assertThatThrownBy(() -> tenants.create("acme", "Another"))
                .isInstanceOf(DuplicateTenantException.class)
                .hasMessageContaining(
                        "there is one with this slug already; choose another, or find that one by findBySlug")
                .cause()
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("23505");
        assertThatThrownBy(() -> tenants.create(acme.id(), "another", "Another"))
                .isInstanceOf(DuplicateTenantException.class)
                .hasMessageContaining("there is one with this identifier already");
        assertThat(tenants.list(10)).containsExactly(acme);
    }

    @Test
    void of_many_at_once_one_gets_the_slug() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Tenant>> attempts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                attempts.add(() -> tenants.create("acme", "Acme"));
            }
            List<Object> outcomes = new ArrayList<>();
            for (Future<Tenant> attempt : threads.invokeAll(attempts)) {
                try {
                    outcomes.add(attempt.get());
                } catch (java.util.concurrent.ExecutionException e) {
                    outcomes.add(e.getCause());
                }
            }
            assertThat(outcomes).filteredOn(Tenant.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(DuplicateTenantException.class::isInstance)
                    .hasSize(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void who_is_not_there_cannot_be_changed() {
        for (var change : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> tenants.rename(A, "A"),
                () -> tenants.suspend(A),
                () -> tenants.activate(A),
                () -> tenants.delete(A))) {
            assertThatThrownBy(change)
                    .isInstanceOf(UnknownTenantException.class)
                    .hasMessageContaining("there is no tenant " + A + " in the table");
        }
        assertThatThrownBy(() -> tenants.find("no uuid")).isInstanceOf(InvalidTenantException.class);
    }

    @Test
    void a_text_from_outside_is_an_identifier_a_slug_or_neither() {
        Tenant acme = tenants.create("acme", "Acme");
        assertThat(tenants.resolve("acme")).contains(acme.id());
        assertThat(tenants.resolve(A.toString())).contains(A); // passes, whoever it is
        assertThat(tenants.resolve("other")).isEmpty();
        assertThat(tenants.resolve("No Slug'")).isEmpty();
        assertThat(tenants.resolve("00000000-0000-0000-0000-000000000000")).isEmpty();
        assertThat(tenants.resolve("")).isEmpty();
    }

    @Test
    void each_change_is_work_of_the_system_and_told_as_such() {
        List<SystemWork> works = new ArrayList<>();
        SystemWorkListener listener = works::add;
        TenantContext.addSystemWorkListener(listener);
        try {
            Tenant acme = TenantContext.callAs(A, () -> {
                Tenant created = tenants.create("acme", "Acme");
                assertThat(TenantContext.current()).contains(A);
                return created;
            });
            tenants.suspend(acme.id());
            tenants.find(acme.id());
            assertThat(works)
                    .extracting(SystemWork::reason)
                    .containsExactly("Tenants: create " + acme.id(), "Tenants: suspend " + acme.id());
            assertThat(works).allSatisfy(work -> assertThat(work.caller()).contains("TenantsIT.java"));
        } finally {
            TenantContext.removeSystemWorkListener(listener);
        }
    }

    @Test
    void a_call_is_no_part_of_the_applications_transaction() {
        TenantContext.runAs(A, () -> {
            try (var session = factory.openSession()) {
                session.beginTransaction();
                session.persist(new Job(1));
                session.flush();
                tenants.create("acme", "Acme");
                session.getTransaction().rollback();
            }
        });
        assertThat(tenants.findBySlug("acme")).isPresent();
        assertThat(database.query(Role.SUPERUSER, "select id from job")).isEmpty();
    }
}
