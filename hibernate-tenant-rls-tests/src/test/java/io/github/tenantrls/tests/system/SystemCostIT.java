// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.system;

import static io.github.tenantrls.tests.support.Tenants.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the system identity costs: its own transactions, and those of tenants beside it. */
@ExtendWith(DatabaseExtension.class)
class SystemCostIT {

    /** Enough for the driver to have its statements prepared on the server, which it does at the fifth execution. */
    private static final int REPETITIONS = 12;

    private static Database database;

    @Entity(name = "Item")
    @TenantScoped
    static class Item {
        @Id
        long id;

        String name = "";
    }

    @BeforeAll
    static void create() {
        for (SystemWay way : SystemWay.values()) {
            way.configure(Factories.on(database, Item.class)).schema("update");
        }
        database.sql(
                Role.SUPERUSER,
                "insert into item (id, name, tenant_id) select i, 'x', case when i <= 100 then '" + A + "'::uuid"
                        + " when i <= 200 then '" + Tenants.B + "'::uuid else '" + Tenants.NOBODY + "'::uuid end"
                        + " from generate_series(1, 50000) i",
                "vacuum analyze item");
    }

    @ParameterizedTest
    @EnumSource
    void a_transaction_of_one_statement_takes_two_round_trips_and_a_read_outside_of_one_takes_one(SystemWay way) {
        Factories factories = Factories.on(database, Item.class).proxied().with("hibernate.agroal.maxSize", "1");
        try (SessionFactory factory = way.open(factories)) {
            Runnable system = () -> TenantContext.runAsSystem("a test", () -> inTransaction(factory));
            Runnable systemOutside = () -> TenantContext.runAsSystem("a test", () -> outside(factory));
            Runnable tenant = () -> TenantContext.runAs(A, () -> inTransaction(factory));
            Runnable tenantOutside = () -> TenantContext.runAs(A, () -> outside(factory));
            assertThat(count(system)).isEqualTo(2L * REPETITIONS);
            assertThat(count(systemOutside)).isEqualTo(REPETITIONS);
            assertThat(count(tenant)).isEqualTo(2L * REPETITIONS);
            assertThat(count(tenantOutside)).isEqualTo(REPETITIONS);
            assertThat(count(() -> List.of(system, tenant, systemOutside, tenantOutside)
                            .forEach(Runnable::run)))
                    .as("in turn, on one connection where there is one")
                    .isEqualTo(6L * REPETITIONS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_separate_binding_takes_one_more(SystemWay way) {
        Factories factories = Factories.on(database, Item.class).proxied().with(TenantRlsSettings.BINDING, "separate");
        try (SessionFactory factory = way.open(factories)) {
            assertThat(count(() -> TenantContext.runAsSystem("a test", () -> inTransaction(factory))))
                    .isEqualTo(3L * REPETITIONS);
        }
    }

    /** The policy of the system is not among those of the tenant's role: no alternative keeps the index from being used. */
    @ParameterizedTest
    @EnumSource
    void a_tenants_query_is_served_by_the_index_beside_the_policy_of_the_system(SystemWay way) {
        try (SessionFactory factory = way.open(Factories.on(database, Item.class))) {
            assertThat(TenantContext.<String, RuntimeException>callAs(
                            A, () -> plan(factory, "select count(*) from item")))
                    .contains("Index Only Scan using item_tenant_id_idx on item", "Index Cond: (tenant_id =")
                    .doesNotContain("Filter", "Seq Scan");
            assertThat(TenantContext.<String, RuntimeException>callAs(
                            A, () -> plan(factory, "select name from item where name <> 'y'")))
                    .contains("Index Scan using item_tenant_id_idx on item", "Index Cond: (tenant_id =")
                    .doesNotContain("Seq Scan");
            assertThat(TenantContext.<String, RuntimeException>callAsSystem(
                            "a test", () -> plan(factory, "select name from item")))
                    .as("the system reads all")
                    .contains("Seq Scan on item")
                    .doesNotContain("Filter");
        }
    }

    private static String plan(SessionFactory factory, String query) {
        return factory.callInTransaction(em -> String.join(
                "\n",
                em.unwrap(org.hibernate.Session.class)
                        .createNativeQuery("explain (costs off) " + query, String.class)
                        .getResultList()));
    }

    private static void inTransaction(SessionFactory factory) {
        factory.runInTransaction(em -> assertThat(em.find(Item.class, 1L)).isNotNull());
    }

    private static void outside(SessionFactory factory) {
        try (EntityManager em = factory.createEntityManager()) {
            assertThat(em.find(Item.class, 1L)).isNotNull();
        }
    }

    /** Counts after a first run, in which the driver asks the server for types and the pool opens a connection. */
    private static long count(Runnable work) {
        work.run();
        database.roundTrips().reset();
        for (int i = 0; i < REPETITIONS; i++) {
            work.run();
        }
        return database.roundTrips().count();
    }
}
