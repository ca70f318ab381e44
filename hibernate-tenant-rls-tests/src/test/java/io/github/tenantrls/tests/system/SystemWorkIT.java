// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.system;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The system sees and changes the rows of all tenants, in both ways, and only where it is asked for. */
@ExtendWith(DatabaseExtension.class)
class SystemWorkIT {

    private static final String READ = "select i.name from Item i order by i.name";

    private static Database database;

    @Entity(name = "Item")
    @TenantScoped
    static class Item {
        @Id
        long id;

        String name = "";
    }

    @BeforeEach
    void create() {
        database.empty();
        for (SystemWay way : SystemWay.values()) { // the second finds what the first has made, but for its floor
            way.configure(Factories.on(database, Item.class)).schema("update");
        }
        int id = 0;
        for (UUID tenant : List.of(A, B, C, Tenants.NOBODY)) {
            TestSchema.of(database).insert("item", tenant, "id, name", ++id + ", '" + letter(tenant) + "'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_system_reads_and_changes_the_rows_of_all_tenants(SystemWay way) {
        try (SessionFactory factory = way.open(Factories.on(database, Item.class))) {
            assertThat(system(factory)).containsExactly("a", "b", "c", "d");
            TenantContext.runAsSystem(
                    "a test",
                    () -> factory.runInTransaction(
                            em -> assertThat(em.createQuery("update Item i set i.name = concat(i.name, '!')")
                                            .executeUpdate())
                                    .isEqualTo(4)));
            assertThat(database.query(Role.SUPERUSER, "select name from item order by id"))
                    .containsExactly("a!", "b!", "c!", "d!");
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_its_policy_it_sees_nothing(SystemWay way) {
        database.sql(Role.OWNER, "drop policy tenant_system on item");
        try (SessionFactory factory =
                way.open(Factories.on(database, Item.class).with(TenantRlsSettings.VERIFICATION, "off"))) {
            assertThat(system(factory)).isEmpty();
        }
    }

    /** Agroal's own settings may name the login of the application too. */
    @Test
    void the_systems_pool_does_not_log_in_as_the_application() {
        Factories factories = Factories.on(database, Item.class)
                .with("hibernate.agroal.principal", database.user(Role.APP))
                .with("hibernate.agroal.credential", database.password(Role.APP))
                .with(
                        TenantRlsSettings.SYSTEM_URL,
                        database.url() + (database.url().contains("?") ? '&' : '?') + "user="
                                + database.user(Role.SYSTEM) + "&password=" + database.password(Role.SYSTEM));
        try (SessionFactory factory = factories.open()) {
            assertThat(system(factory)).containsExactly("a", "b", "c", "d");
            TenantContext.runAs(A, () -> assertThat(read(factory)).containsExactly("a"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_tenant_within_sees_its_own_rows_and_the_system_goes_on_afterwards(SystemWay way) {
        try (SessionFactory factory = way.open(Factories.on(database, Item.class))) {
            TenantContext.runAsSystem("a test", () -> {
                assertThat(read(factory)).containsExactly("a", "b", "c", "d");
                TenantContext.runAs(B, () -> assertThat(read(factory)).containsExactly("b"));
                assertThat(read(factory)).containsExactly("a", "b", "c", "d");
            });
            TenantContext.runAs(A, () -> assertThat(read(factory)).containsExactly("a"));
        }
    }

    /** A pool of one: each session gets the connection that the system had. */
    @ParameterizedTest
    @EnumSource
    void nothing_of_the_system_is_left_on_its_connection(SystemWay way) {
        Factories factories = Factories.on(database, Item.class).with("hibernate.agroal.maxSize", "1");
        try (SessionFactory factory = way.open(factories)) {
            for (int i = 0; i < 3; i++) {
                system(factory);
                TenantContext.runAs(A, () -> {
                    assertThat(read(factory)).containsExactly("a");
                    assertThat(readOutsideOfTransaction(factory)).containsExactly("a");
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_system_reads_outside_of_a_transaction_too(SystemWay way) {
        try (SessionFactory factory = way.open(Factories.on(database, Item.class))) {
            assertThat(TenantContext.<List<String>, RuntimeException>callAsSystem(
                            "a test", () -> readOutsideOfTransaction(factory)))
                    .containsExactly("a", "b", "c", "d");
        }
    }

    @ParameterizedTest
    @EnumSource
    void its_session_works_within_the_block_only(SystemWay way) {
        try (SessionFactory factory = way.open(Factories.on(database, Item.class));
                EntityManager kept = TenantContext.<EntityManager, RuntimeException>callAsSystem("a test", () -> {
                    EntityManager opened = factory.createEntityManager();
                    assertThat(opened.createQuery(READ, String.class).getResultList())
                            .hasSize(4);
                    return opened;
                })) {
            assertThatThrownBy(() -> kept.createQuery(READ, String.class).getResultList())
                    .hasStackTraceContaining(
                            "this session was opened for the system, and TenantContext says now that the"
                                    + " work is not the system's");
            assertThatThrownBy(() -> TenantContext.runAs(
                            A, () -> kept.createQuery(READ, String.class).getResultList()))
                    .hasStackTraceContaining("this session was opened for the system");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_its_session_has_in_memory_is_not_for_tenants_without_the_switch_guard_either(SystemWay way) {
        Factories factories = Factories.on(database, Item.class).with(TenantRlsSettings.SWITCH_GUARD, "false");
        try (SessionFactory factory = way.open(factories);
                EntityManager kept = TenantContext.<EntityManager, RuntimeException>callAsSystem("a test", () -> {
                    EntityManager opened = factory.createEntityManager();
                    assertThat(opened.find(Item.class, 2L)).isNotNull();
                    return opened;
                })) {
            assertThatThrownBy(() -> TenantContext.runAs(A, () -> kept.find(Item.class, 2L)))
                    .isInstanceOf(TenantMismatchException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void its_identifier_alone_opens_nothing(SystemWay way) {
        try (SessionFactory factory = way.open(Factories.on(database, Item.class));
                var session = factory.withOptions()
                        .tenantIdentifier(TenantColumnType.UUID.system())
                        .openSession()) {
            assertThatThrownBy(() -> session.createQuery(READ, String.class).getResultList())
                    .isInstanceOf(TenantMismatchException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_tenants_session_does_not_work_for_the_system(SystemWay way) {
        try (SessionFactory factory = way.open(Factories.on(database, Item.class));
                EntityManager ofA =
                        TenantContext.<EntityManager, RuntimeException>callAs(A, factory::createEntityManager)) {
            assertThatThrownBy(() -> TenantContext.runAsSystem(
                            "a test", () -> ofA.createQuery(READ, String.class).getResultList()))
                    .hasStackTraceContaining("this session was opened for a tenant, but the work is the system's now");
        }
    }

    @Test
    void without_an_identity_for_it_the_work_is_refused_with_the_remedy() {
        try (SessionFactory factory = Factories.on(database, Item.class).open()) {
            assertThatThrownBy(() -> system(factory))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("hibernate.tenant_rls.system.user")
                    .hasMessageContaining("hibernate.tenant_rls.system_role");
        }
    }

    private static List<String> system(SessionFactory factory) {
        return TenantContext.<List<String>, RuntimeException>callAsSystem("a test", () -> read(factory));
    }

    private static List<String> read(SessionFactory factory) {
        return factory.callInTransaction(
                em -> em.createQuery(READ, String.class).getResultList());
    }

    private static List<String> readOutsideOfTransaction(SessionFactory factory) {
        try (EntityManager em = factory.createEntityManager()) {
            return em.createQuery(READ, String.class).getResultList();
        }
    }

    private static String letter(UUID tenant) {
        return tenant.toString().substring(0, 1);
    }
}
