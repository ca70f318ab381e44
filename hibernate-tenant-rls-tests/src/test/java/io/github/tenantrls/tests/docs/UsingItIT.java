// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The snippets of docs/using-it.md. */
@ExtendWith(DatabaseExtension.class)
class UsingItIT {

    // tag::superclass[]
    @MappedSuperclass
    @TenantScoped
    abstract static class Owned {
        @Id
        @GeneratedValue
        long id;
    }

    @Entity(name = "Invoice")
    static class Invoice extends Owned {
        String number = "";
    }
    // end::superclass[]

    // tag::shared[]
    @Entity(name = "Customer") // of the whole service: one row for each tenant, seen by all
    static class Customer {
        @Id
        UUID id = new UUID(0, 0);

        String host = "";
    }
    // end::shared[]

    private final Database database;

    UsingItIT(Database database) {
        this.database = database;
    }

    @Test
    void scopes_threads_and_the_tenant_of_a_request() throws Exception {
        UUID acme = A;
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try (SessionFactory factory = Factories.on(database, Invoice.class, Customer.class)
                        .createSchema()
                        .open();
                SessionFactory directory =
                        Factories.on(database, Customer.class).openWithoutTenancy(Role.APP)) {
            database.sql(Role.OWNER, "insert into customer values ('" + A + "', 'acme.example')");
            EntityManagerFactory emf = factory;
            // tag::blocks[]
            TenantContext.runAs(acme, () -> emf.runInTransaction(em -> em.persist(new Invoice())));
            List<Invoice> invoices = TenantContext.callAs(
                    acme,
                    () -> emf.callInTransaction(
                            em -> em.createQuery("from Invoice", Invoice.class).getResultList()));
            // end::blocks[]
            assertThat(invoices).hasSize(1);
            // tag::scope[]
            TenantContext.Scope scope = TenantContext.open(tenantOf(directory, "acme.example"));
            try {
                serve(emf);
            } finally {
                scope.close(); // the tenant that was set before, if any, is set again
            }
            // end::scope[]
            // tag::threads[]
            Object tenant = TenantContext.callAs(acme, TenantContext::required);
            Future<List<Invoice>> later = pool.submit(() -> TenantContext.callAs(
                    tenant,
                    () -> emf.callInTransaction(
                            em -> em.createQuery("from Invoice", Invoice.class).getResultList())));
            // end::threads[]
            assertThat(later.get()).hasSize(1);
            assertThat(TenantContext.<List<Invoice>, RuntimeException>callAs(
                            B,
                            () -> emf.callInTransaction(em -> em.createQuery("from Invoice", Invoice.class)
                                    .getResultList())))
                    .isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    private static void serve(EntityManagerFactory emf) {
        List<Invoice> invoices = emf.callInTransaction(
                em -> em.createQuery("from Invoice", Invoice.class).getResultList());
        assertThat(invoices).hasSize(1);
    }

    // tag::lookup[]
    /** {@code directory} is the factory of a persistence unit with shared entities only, which works without a tenant. */
    static UUID tenantOf(EntityManagerFactory directory, String host) {
        return directory.callInTransaction(
                em -> em.createQuery("select id from Customer where host = :host", UUID.class)
                        .setParameter("host", host)
                        .getResultStream()
                        .findAny()
                        .orElseThrow(() -> new MissingTenantException("No tenant is known by this host name")));
    }
    // end::lookup[]
}
