// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.DeleteOptions;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page on tenants shows does what it says. */
@ExtendWith(DatabaseExtension.class)
class TenantsPageIT {

    @Test
    void what_the_page_shows_works(Database database) {
        try (EntityManagerFactory emf = Factories.on(database, Job.class)
                .with(TenantRlsSettings.KNOWN_TENANTS, "true")
                .systemLogin()
                .createSchema()
                .open()) {
            List<String> printed = new ArrayList<>();
            // tag::use[]
            Tenants tenants = Tenants.of(emf);
            Tenant acme = tenants.create("acme", "Acme Ltd"); // as the system, committed when it returns

            Optional<Object> id = tenants.resolve("acme"); // what a request brings: a slug, or an identifier
            TenantContext.runAs(id.orElseThrow(), () -> emf.runInTransaction(em -> em.persist(new Job(1))));

            tenants.rename(acme.id(), "Acme & Sons");
            tenants.suspend(acme.id()); // from now on runAs(acme) gets no connection
            tenants.activate(acme.id());
            // end::use[]
            // tag::pages[]
            List<Tenant> page = tenants.list(100);
            while (!page.isEmpty()) {
                page.forEach(tenant -> printed.add(tenant.slug()));
                page = tenants.list(page.get(page.size() - 1).slug(), 100);
            }
            // end::pages[]
            assertThat(printed).containsExactly("acme");
            // tag::delete[]
            tenants.delete(
                    acme.id(),
                    DeleteOptions.withRows()
                            .batchSize(5000)
                            .listener(progress -> printed.add(
                                    progress.table() + ": " + progress.deleted() + " of " + progress.rows())));
            // end::delete[]
            assertThat(printed).containsExactly("acme", "job: 1 of 1");
            assertThat(tenants.find(acme.id())).isEmpty();
        }
    }
}
