// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.system;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static io.github.tenantrls.tests.support.Tenants.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
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

/** No setting names the role of the system: its DataSource logs in as it, or it stands in the URL. */
@ExtendWith(DatabaseExtension.class)
class LearnedRoleIT {

    private static Database database;

    @Entity(name = "Parcel")
    @TenantScoped
    static class Parcel {
        @Id
        long id;
    }

    enum Way {
        DATASOURCE {
            @Override
            Factories of(Factories factories, Role role) {
                return factories.with(TenantRlsSettings.SYSTEM_DATASOURCE, database.dataSource(role));
            }
        },
        URL {
            @Override
            Factories of(Factories factories, Role role) {
                return factories.with(
                        TenantRlsSettings.SYSTEM_URL,
                        database.url() + "?user=" + database.user(role) + "&password=" + database.password(role));
            }
        };

        /** With a login of the system's whose role is not named. */
        abstract Factories of(Factories factories, Role role);
    }

    @BeforeEach
    void empty() {
        database.empty();
        database.sql(Role.OWNER, "alter default privileges in schema public revoke all on tables from system");
    }

    private static Factories factories(Way way) {
        return way.of(Factories.on(database, Parcel.class), Role.SYSTEM)
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants");
    }

    private static List<String> policies() {
        return database.query(
                Role.OWNER,
                "select tablename || roles::text || cmd from pg_policies where policyname = 'tenant_system' order by 1");
    }

    private static void rows() {
        int id = 0;
        for (UUID tenant : List.of(A, B, C, NOBODY)) {
            database.sql(Role.SUPERUSER, "insert into parcel (id, tenant_id) values (" + ++id + ", '" + tenant + "')");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_export_makes_its_policies_and_grants_and_the_verification_agrees(Way way) {
        factories(way).createSchema();
        rows();
        assertThat(policies()).containsExactly("parcel{system}ALL", "tenants{system}ALL");
        try (SessionFactory factory = factories(way).open()) {
            assertThat(RlsVerifier.of(factory).verify().findings()).isEmpty();
            TenantContext.runAsSystem(
                    "a test", () -> assertThat(parcels(factory)).containsExactly(1L, 2L, 3L, 4L));
            TenantContext.runAs(A, () -> assertThat(parcels(factory)).containsExactly(1L));
            TenantContext.runAs(B, () -> assertThat(parcels(factory)).containsExactly(2L));
            TenantContext.runAs(C, () -> assertThat(parcels(factory)).containsExactly(3L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_verification_looks_for_its_policy_and_for_ways_to_it(Way way) {
        factories(way).createSchema();
        database.sql(Role.OWNER, "drop policy tenant_system on parcel");
        assertThatThrownBy(() -> factories(way).open())
                .hasStackTraceContaining("RLS053")
                .hasStackTraceContaining("public.parcel");
        database.sql(Role.SUPERUSER, "grant system to app");
        try (SessionFactory factory =
                factories(way).with(TenantRlsSettings.VERIFICATION, "off").open()) {
            assertThat(RlsVerifier.of(factory).verify().findings())
                    .extracting(Finding::rule)
                    .contains("RLS050", "RLS053");
        } finally {
            database.sql(Role.SUPERUSER, "revoke system from app");
        }
    }

    /** One policy for both would show every tenant the rows of all. */
    @ParameterizedTest
    @EnumSource
    void a_login_that_is_the_applications_too_is_refused_and_gets_no_policy(Way way) {
        Factories sameAsRuntime = way.of(factories(way), Role.APP);
        assertThatThrownBy(sameAsRuntime::createSchema) // logged in as the owner
                .hasStackTraceContaining(TenantRlsException.class.getName()
                        + ": Persistence unit schema: the system logs in as app, the role of the application, so that a"
                        + " policy which shows it all rows would show them to every tenant; give it a login of its own,"
                        + " or name in hibernate.tenant_rls.system_role the role to which policies show all rows");
        assertThat(policies()).isEmpty();
        Factories sameAsLogin = way.of(factories(way), Role.OWNER).with(TenantRlsSettings.RUNTIME_ROLE, null);
        assertThatThrownBy(sameAsLogin::createSchema)
                .hasStackTraceContaining("the system logs in as owner, the role of the application");
        assertThat(policies()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_role_that_is_named_counts(Way way) {
        factories(way).with(TenantRlsSettings.SYSTEM_ROLE, "switching").createSchema();
        assertThat(policies()).containsExactly("parcel{switching}ALL", "tenants{switching}ALL");
    }

    @Test
    void where_no_connection_is_tried_at_the_start_it_is_not_known() {
        factories(Way.DATASOURCE)
                .with("hibernate.boot.allow_jdbc_metadata_access", "false")
                .with("hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect")
                .createSchema();
        assertThat(policies()).isEmpty();
    }

    private static List<Long> parcels(SessionFactory factory) {
        return factory.callInTransaction(LearnedRoleIT::read);
    }

    private static List<Long> read(EntityManager em) {
        return em.createQuery("select p.id from Parcel p order by p.id", Long.class)
                .getResultList();
    }
}
