// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMdc;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.TenantSnapshot;
import io.github.tenantrls.propagation.TenantExecutors;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.hibernate.SessionFactory;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The snippets of docs/context-propagation.md. */
@ExtendWith(DatabaseExtension.class)
class ContextPropagationIT {

    private static EntityManagerFactory emf;

    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @Entity(name = "Invoice")
    @TenantScoped
    static class Invoice {
        @Id
        @GeneratedValue
        long id;
    }

    @BeforeAll
    static void open(Database database) {
        SessionFactory factory = Factories.on(database, Invoice.class)
                .systemLogin()
                .createSchema()
                .open();
        emf = factory;
        TenantContext.runAs(A, () -> factory.runInTransaction(em -> em.persist(new Invoice())));
    }

    @AfterAll
    static void close() {
        emf.close();
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        assertThat(TenantContext.current()).isEmpty();
        assertThat(pool.submit(TenantContext::current).get()).isEmpty();
        pool.shutdownNow();
    }

    @Test
    void executors() throws Exception {
        TenantContext.runAs(A, () -> {
            // tag::executors[]
            ExecutorService executor = TenantExecutors.wrap(pool); // once, where the pool is made
            Future<Long> later = executor.submit(() -> countInvoices()); // for the tenant of this thread
            // end::executors[]
            assertThat(later.get()).isEqualTo(1);
        });
    }

    // tag::count[]
    static long countInvoices() {
        return emf.callInTransaction(
                em -> em.createQuery("select count(*) from Invoice", Long.class).getSingleResult());
    }
    // end::count[]

    @Test
    void a_snapshot() throws Exception {
        Future<Long> later = TenantContext.callAs(A, () -> {
            // tag::snapshot[]
            TenantSnapshot snapshot = TenantContext.snapshot();
            return pool.submit(snapshot.wrap(() -> countInvoices()));
            // end::snapshot[]
        });
        assertThat(later.get()).isEqualTo(1);
    }

    @Test
    void completable_futures() throws Exception {
        CompletableFuture<String> rate = new CompletableFuture<>();
        CompletableFuture<String> report = TenantContext.callAs(A, () -> {
            // tag::futures[]
            TenantSnapshot tenant = TenantContext.snapshot();
            Executor executor = tenant.executor(pool);
            return CompletableFuture.supplyAsync(() -> countInvoices(), executor)
                    .thenCombineAsync(rate, (count, exchange) -> count + " at " + exchange, executor)
                    .thenApply(tenant.function(line -> line + " of " + countInvoices()));
            // end::futures[]
        });
        rate.complete("1.08");
        assertThat(report.get()).isEqualTo("1 at 1.08 of 1");
    }

    @Test
    void parallel_streams() {
        TenantContext.runAs(A, () -> {
            // tag::streams[]
            TenantSnapshot tenant = TenantContext.snapshot();
            List<Long> counts = List.of("january", "february", "march").parallelStream()
                    .map(tenant.function(month -> countInvoices())) // each function that needs the tenant
                    .toList();
            // end::streams[]
            assertThat(counts).containsExactly(1L, 1L, 1L);
        });
    }

    @Test
    void system_work_asks_for_itself() throws Exception {
        ExecutorService executor = TenantExecutors.wrap(pool);
        TenantContext.runAsSystem("a report over all tenants", () -> {
            Future<Long> notCarried = executor.submit(() -> countInvoices());
            assertThatThrownBy(notCarried::get).hasCauseInstanceOf(MissingTenantException.class);
            // tag::system[]
            Future<Long> ofAll = executor.submit(() -> TenantContext.<Long, RuntimeException>callAsSystem(
                    "a report over all tenants", () -> countInvoices()));
            // end::system[]
            assertThat(ofAll.get()).isEqualTo(1);
        });
    }

    @Test
    void micrometer() throws Exception {
        // tag::micrometer[]
        ExecutorService executor = ContextExecutorService.wrap(
                pool, ContextSnapshotFactory.builder().build());
        // end::micrometer[]
        assertThat(TenantContext.<Future<Long>, RuntimeException>callAs(A, () -> executor.submit(() -> countInvoices()))
                        .get())
                .isEqualTo(1);
    }

    @Test
    void microprofile() throws Exception {
        // tag::microprofile[]
        ManagedExecutor executor =
                ManagedExecutor.builder().propagated("Tenant").build();
        // end::microprofile[]
        assertThat(TenantContext.<Future<Long>, RuntimeException>callAs(
                                A, () -> executor.supplyAsync(() -> countInvoices()))
                        .get())
                .isEqualTo(1);
        executor.shutdownNow();
    }

    @Test
    void the_log() {
        // tag::mdc[]
        TenantMdc.enable(); // once, at the start
        // end::mdc[]
        TenantContext.runAs(A, () -> assertThat(MDC.get("tenant")).isEqualTo(A.toString()));
        TenantMdc.disable();
    }
}
