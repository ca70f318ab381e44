// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arjuna.ats.jta.cdi.TransactionExtension;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.tests.jta.JtaUnit.Item;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.TransactionScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Objects;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code @Transactional} by Weld SE and Narayana's own interceptors; an {@code EntityManager} for each transaction. */
class CdiIT extends JtaTests {

    private static @Nullable SessionFactory factory;

    @SuppressWarnings("StaticAssignmentInConstructor") // for the bean that produces it, which the container makes
    CdiIT(Database database) throws Exception {
        super(database);
        factory = stages.of(Pool.AGROAL_XA).factory();
    }

    // tag::sessions[]
    /** Opened when a transaction first uses it, for the tenant that is set then, and closed with the transaction. */
    @ApplicationScoped
    static class Sessions {

        @Produces
        @TransactionScoped
        EntityManager open(EntityManagerFactory factory) {
            return factory.createEntityManager();
        }

        void close(@Disposes EntityManager session) {
            session.close();
        }
    }
    // end::sessions[]

    @ApplicationScoped
    static class Factory {
        @Produces
        EntityManagerFactory factory() {
            return Objects.requireNonNull(factory);
        }
    }

    // tag::beans[]
    @ApplicationScoped
    static class Orders {

        @Inject
        EntityManager session;

        @Inject
        Audit audit;

        @Transactional
        void place(long id) {
            session.persist(new Item(id, "order"));
            // another tenant, and so another transaction with an EntityManager of its own
            TenantContext.runAs(Tenants.B, () -> audit.note(id));
            session.persist(new Item(id + 1, "order"));
        }
    }

    @ApplicationScoped
    static class Audit {

        @Inject
        EntityManager session;

        @Inject
        EntityManagerFactory factory;

        @Transactional(TxType.REQUIRES_NEW)
        void note(long id) {
            session.persist(new Item(id + 100, "audit"));
        }

        @Transactional(TxType.NOT_SUPPORTED)
        List<String> all() {
            try (EntityManager own = factory.createEntityManager()) { // there is no transaction to keep it
                return own.createQuery("select distinct name from Item order by name", String.class)
                        .getResultList();
            }
        }
    }
    // end::beans[]

    @ApplicationScoped
    static class Cases {

        @Inject
        EntityManager session;

        @Inject
        Orders orders;

        @Transactional
        void fail(long id) {
            orders.place(id);
            throw new IllegalStateException("after all");
        }

        @Transactional
        List<String> all() {
            return session.createQuery("select distinct name from Item order by name", String.class)
                    .getResultList();
        }

        @Transactional
        void changeTenantWithin() {
            all();
            TenantContext.runAs(Tenants.B, this::all);
        }
    }

    private final SeContainer container = SeContainerInitializer.newInstance()
            .addExtensions(new TransactionExtension())
            .disableDiscovery()
            .addBeanClasses(Sessions.class, Factory.class, Orders.class, Audit.class, Cases.class)
            .initialize();

    private final Orders orders = container.select(Orders.class).get();
    private final Cases cases = container.select(Cases.class).get();

    @AfterAll
    void stop() {
        container.close();
    }

    @AfterEach
    void remove_what_is_new() throws Exception {
        database.sql(Role.SUPERUSER, "delete from item where id >= 5000");
        JtaUnit.assertNothingLeft(stages.of(Pool.AGROAL_XA).dataSource());
    }

    @Test
    void each_transaction_works_for_the_tenant_in_which_it_began() {
        TenantContext.runAs(Tenants.A, () -> orders.place(5000));
        assertThat(rows()).containsExactly("aorder", "aorder", "baudit");
        TenantContext.runAs(Tenants.A, () -> assertThat(cases.all()).containsExactly("a", "order"));
        TenantContext.runAs(Tenants.B, () -> assertThat(cases.all()).containsExactly("audit", "b"));
        TenantContext.runAs(Tenants.C, () -> assertThat(cases.all()).containsExactly("c"));
    }

    @Test
    void what_a_new_transaction_did_for_another_tenant_stays_when_the_outer_one_fails() {
        assertThatThrownBy(() -> TenantContext.runAs(Tenants.A, () -> cases.fail(5000)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("after all");
        assertThat(rows()).containsExactly("baudit");
    }

    @Test
    void a_transactions_session_is_refused_within_it_while_another_tenant_is_set() {
        assertThatThrownBy(() -> TenantContext.runAs(Tenants.A, cases::changeTenantWithin))
                .isInstanceOf(TenantMismatchException.class)
                .hasMessageContaining("this session was opened for another tenant than TenantContext names now");
    }

    @Test
    void without_a_transaction_there_is_isolation_too() {
        Audit audit = container.select(Audit.class).get();
        TenantContext.runAs(Tenants.B, () -> assertThat(audit.all()).containsExactly("b"));
        TenantContext.runAs(Tenants.C, () -> assertThat(audit.all()).containsExactly("c"));
    }

    private List<@Nullable String> rows() {
        return database.query(
                Role.SUPERUSER, "select left(tenant_id::text, 1) || name from item where id >= 5000 order by id");
    }
}
