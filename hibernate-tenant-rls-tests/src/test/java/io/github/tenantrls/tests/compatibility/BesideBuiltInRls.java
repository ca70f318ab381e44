// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.compatibility.Setting.Pool;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On Hibernate 8 an entity with {@code @TenantId} gets that line's own row-level security beside this library's; by the
 * profile {@code compatibility} alone. What docs/using-it.md says of it.
 */
@ExtendWith(DatabaseExtension.class)
class BesideBuiltInRls {

    private static final String BUILT_IN = "hibernate_tenant_isolation";
    private static final String NAMES = "select name from Twice";

    /** What the built-in policy lets everything through by. */
    private static final String ROOT = "select set_config('hibernate.tenant_id_root', 'true', true)";

    private static final List<UUID> TENANTS = List.of(Tenants.A, Tenants.B, Tenants.C);
    private static final int REPETITIONS = 6;

    @Entity(name = "Twice")
    @TenantScoped
    static class Twice {
        @Id
        long id;

        String name = "";

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        Twice() {}

        Twice(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    @Entity(name = "Ours")
    @TenantScoped
    static class Ours {
        @Id
        long id;
    }

    private final Database database;

    BesideBuiltInRls(Database database) {
        this.database = database;
    }

    @BeforeEach
    void begin_anew() {
        database.empty();
    }

    @Test
    void without_a_floor_the_start_is_refused() {
        createSchema(Map.of(), true);
        assertThat(policies("twice")).contains(BUILT_IN).doesNotContain("tenant_floor");
        assertThatThrownBy(() -> open(Map.of(), true, false).close())
                .isInstanceOf(IsolationException.class)
                .hasMessageContaining("RLS017")
                .hasMessageContaining(BUILT_IN);
    }

    @Test
    void the_floor_holds_what_the_built_in_policy_lets_through() {
        createSchema(Map.of(TenantRlsSettings.RUNTIME_ROLE, "app"), true);
        assertThat(policies("twice")).contains(BUILT_IN, "tenant_floor");
        try (SessionFactory factory = open(Map.of(TenantRlsSettings.RUNTIME_ROLE, "app"), true, false)) {
            fill(factory);
            for (UUID tenant : TENANTS) {
                assertThat(seen(factory, tenant, "select 1")).containsExactly("of " + tenant);
                assertThat(seen(factory, tenant, ROOT)).containsExactly("of " + tenant);
            }
            // the control: it is the floor that holds
            database.sql(Role.OWNER, "drop policy tenant_floor on twice");
            assertThat(seen(factory, Tenants.A, "select 1")).containsExactly("of " + Tenants.A);
            assertThat(seen(factory, Tenants.A, ROOT)).hasSize(TENANTS.size() + 1);
        }
    }

    @Test
    void with_the_setting_there_are_our_policies_alone() {
        createSchema(Map.of(), false);
        assertThat(policies("twice")).isNotEmpty().doesNotContain(BUILT_IN);
        try (SessionFactory factory = open(Map.of(), false, false)) {
            fill(factory);
            for (UUID tenant : TENANTS) {
                assertThat(seen(factory, tenant, ROOT)).containsExactly("of " + tenant);
            }
            database.sql(Role.OWNER, "alter table twice disable row level security");
            assertThat(seen(factory, Tenants.A, ROOT)).hasSize(TENANTS.size() + 1);
        }
    }

    @Test
    void our_annotation_alone_has_none_of_the_built_in_policies() {
        createSchema(Map.of(), true);
        assertThat(policies("ours")).isNotEmpty().doesNotContain(BUILT_IN);
    }

    @Test
    void both_take_seven_round_trips_and_ours_alone_takes_two() {
        assertThat(roundTrips(true)).isEqualTo(7L * REPETITIONS);
        database.empty();
        assertThat(roundTrips(false)).isEqualTo(2L * REPETITIONS);
    }

    private long roundTrips(boolean builtIn) {
        createSchema(Map.of(TenantRlsSettings.RUNTIME_ROLE, "app"), builtIn);
        try (SessionFactory factory = open(Map.of(TenantRlsSettings.RUNTIME_ROLE, "app"), builtIn, true)) {
            return TenantContext.callAs(Tenants.A, () -> {
                find(factory);
                database.roundTrips().reset();
                for (int i = 0; i < REPETITIONS; i++) {
                    find(factory);
                }
                return database.roundTrips().count();
            });
        }
    }

    private static void find(SessionFactory factory) {
        factory.inTransaction(
                session -> assertThat(session.find(Twice.class, -1L)).isNull());
    }

    private List<String> policies(String table) {
        return database
                .query(Role.OWNER, "select policyname from pg_policies where tablename = '" + table + "'")
                .stream()
                .map(Objects::toString)
                .toList();
    }

    /** A row for each tenant, and one of nobody's. */
    private void fill(SessionFactory factory) {
        for (int i = 0; i < TENANTS.size(); i++) {
            long id = i;
            UUID tenant = TENANTS.get(i);
            TenantContext.runAs(
                    tenant, () -> factory.inTransaction(session -> session.persist(new Twice(id, "of " + tenant))));
        }
        database.sql(
                Role.SUPERUSER,
                "insert into Twice (id, name, tenant_id) values (-1, 'of nobody', '" + Tenants.NOBODY + "')");
    }

    /** By native SQL, to which Hibernate adds no condition; after another statement in the same transaction. */
    private static List<String> seen(SessionFactory factory, UUID tenant, String before) {
        return TenantContext.callAs(tenant, () -> factory.fromTransaction(session -> seen(session, before)));
    }

    private static List<String> seen(Session session, String before) {
        session.createNativeQuery(before, Object.class).getSingleResult();
        return session.createNativeQuery(NAMES, String.class).getResultList();
    }

    private void createSchema(Map<String, Object> more, boolean builtIn) {
        Map<String, Object> settings = settings(database.url(), more, builtIn);
        setting().connect(settings, database.url(), Role.OWNER);
        settings.put("hibernate.hbm2ddl.auto", "create");
        settings.put("hibernate.hbm2ddl.halt_on_error", "true");
        settings.put(TenantRlsSettings.VERIFICATION, "off");
        Setting.build(settings, Twice.class, Ours.class).close();
    }

    private SessionFactory open(Map<String, Object> more, boolean builtIn, boolean counted) {
        String url = counted ? database.proxiedUrl() : database.url();
        Map<String, Object> settings = settings(url, more, builtIn);
        setting().connect(settings, url, Role.APP);
        return Setting.build(settings, Twice.class, Ours.class);
    }

    private Map<String, Object> settings(String url, Map<String, Object> more, boolean builtIn) {
        Map<String, Object> settings = setting().tenancy(url);
        settings.remove(TenantRlsSettings.RUNTIME_ROLE);
        settings.putAll(more);
        if (!builtIn) { // the default is true
            settings.put("hibernate.multi_tenant.rls_enabled", "false");
        }
        return settings;
    }

    private Setting setting() {
        return new Setting(database, database.url(), Pool.AGROAL);
    }
}
