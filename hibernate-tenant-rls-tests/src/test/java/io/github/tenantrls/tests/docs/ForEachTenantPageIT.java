// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tenants.ForEachReport;
import io.github.tenantrls.tenants.ForEachRun;
import io.github.tenantrls.tenants.ForEachTenant;
import io.github.tenantrls.tenants.TenantFailure;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The snippets of docs/for-each-tenant.md. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForEachTenantPageIT {

    private final List<String> lines = new ArrayList<>();
    private final List<UUID> tenants = List.of(A, B, C);
    private final Database database;
    private final EntityManagerFactory emf;

    ForEachTenantPageIT(Database database) {
        this.database = database;
        emf = Factories.on(database, Draft.class).createSchema().open();
        int id = 0;
        for (UUID tenant : List.of(A, B, C, Tenants.NOBODY)) {
            TestSchema.of(database).insert("draft", tenant, "id, abandoned", --id + ", true");
        }
    }

    // tag::entity[]
    @Entity(name = "Draft")
    @TenantScoped
    static class Draft {
        @Id
        @GeneratedValue
        long id;

        boolean abandoned;
    }
    // end::entity[]

    @BeforeEach
    void clear() {
        lines.clear();
    }

    @AfterAll
    void close() {
        emf.close();
    }

    @Test
    void all_abandoned_drafts_of_the_tenants_are_deleted() {
        // tag::run[]
        ForEachReport report = ForEachTenant.of(emf, tenants)
                .parallelism(2)
                .run((em, tenant) ->
                        em.createQuery("delete from Draft where abandoned").executeUpdate());
        report.throwIfFailed();
        // end::run[]
        assertThat(report.done()).isEqualTo(3);
        assertThat(database.value(Role.SUPERUSER, "select string_agg(tenant_id::text, '') from draft where abandoned"))
                .isEqualTo(Tenants.NOBODY.toString());
    }

    @Test
    void a_listener_can_say_how_long_it_will_take() {
        // tag::listener[]
        ForEachTenant.of(emf, tenants)
                .listener((progress, run) -> log("%d done, %d failed, %s left"
                        .formatted(
                                progress.done(),
                                progress.failed(),
                                progress.remaining()
                                        .map(time -> time.toSeconds() + " s")
                                        .orElse("who knows what is"))))
                .run((em, tenant) -> em.persist(new Draft()));
        // end::listener[]
        assertThat(lines).hasSize(3).last().isEqualTo("3 done, 0 failed, 0 s left");
    }

    @Test
    void failures_are_reported_with_their_tenants() {
        // tag::stop[]
        ForEachReport report = ForEachTenant.of(emf, tenants).stopOnFailure().run((em, tenant) -> {
            if (tenant.equals(B)) {
                throw new IllegalStateException("no more");
            }
        });
        for (TenantFailure failure : report.failures()) {
            log(failure.tenant() + ": " + failure.cause().getMessage());
        }
        log(report.done() + " done, not begun: " + report.notBegun().orElse(-1));
        // end::stop[]
        assertThat(lines).containsExactly(B + ": no more", "1 done, not begun: 1");
    }

    @Test
    void a_run_can_be_cancelled() {
        // tag::cancel[]
        ForEachRun run = ForEachTenant.of(emf, tenants).start((em, tenant) -> Thread.sleep(60_000));
        run.report().thenAccept(ended -> log("cancelled: " + ended.cancelled())); // for who does not wait
        run.cancel(); // from any thread, or by the listener
        ForEachReport report = run.await();
        // end::cancel[]
        assertThat(report.cancelled()).isTrue();
        assertThat(report.done()).isZero();
        assertThat(TenantContext.current()).isEmpty();
    }

    private void log(String line) {
        lines.add(line);
    }
}
