// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.TenantStatus;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.AlteredConnection;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.LendingDataSource;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A temporary table that a tenant makes on the pool's only connection takes the place of the tenants' for nobody. */
@ExtendWith(DatabaseExtension.class)
class TemporaryTableIT {

    /** Says that all are active, and gives the slug of each to another. */
    private static final String ALL_ACTIVE = "create temp table tenants as select '" + A + "'::uuid as id,"
            + " 'tenant-2'::text as slug, 'Forged'::text as name, 'active'::text as status, now() as created_at"
            + " union all select '" + B + "', 'tenant-1', 'Forged', 'active', now()";

    private static Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    private static void threeTenantsOneSuspended(Factories factories) {
        factories.createSchema();
        int id = 0;
        for (UUID tenant : List.of(A, B, C)) {
            id++;
            String status = id == 1 ? "suspended" : "active";
            database.sql(
                    Role.SUPERUSER,
                    "insert into tenants (id, slug, name, status) values ('" + tenant + "', 'tenant-" + id
                            + "', 'Tenant', '" + status + "')",
                    "insert into job (id, name, tenant_id) values (" + id + ", '', '" + tenant + "')");
        }
        database.sql(
                Role.SUPERUSER, "insert into job (id, name, tenant_id) values (9, '', '" + UUID.randomUUID() + "')");
    }

    private static Factories factories() {
        return Factories.on(database, Job.class)
                .with(TenantRlsSettings.KNOWN_TENANTS, true)
                .with(TenantRlsSettings.TENANTS_CACHE_SIZE, 0)
                .with("hibernate.agroal.maxSize", "1")
                .with("hibernate.agroal.acquisitionTimeout", "PT2S");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_suspended_tenant_stays_so_and_slugs_name_whom_they_named(boolean login) {
        Factories factories = login ? factories().systemLogin() : factories().systemRole();
        threeTenantsOneSuspended(factories);
        try (SessionFactory factory = factories.openAs(login ? Role.APP : Role.SWITCHING)) {
            TenantContext.runAs(
                    B,
                    () -> factory.runInTransaction(
                            em -> em.createNativeQuery(ALL_ACTIVE).executeUpdate()));
            assertThat(statusAsUnqualified(factory)).as("negative control").isEqualTo("active");
            assertThatThrownBy(() -> jobs(factory, A)).isInstanceOf(SuspendedTenantException.class);
            assertThat(jobs(factory, B)).containsExactly(2L);
            assertThat(jobs(factory, C)).containsExactly(3L); // whom the other table does not have

            Tenants tenants = Tenants.of(factory);
            assertThat(tenants.resolve("tenant-1")).contains(A);
            assertThat(tenants.find(A).map(Tenant::status)).contains(TenantStatus.SUSPENDED);
            assertThat(tenants.list(10))
                    .extracting(Tenant::name)
                    .containsOnly("Tenant")
                    .hasSize(3);
            tenants.activate(A);
            assertThat(jobs(factory, A)).containsExactly(1L);
            tenants.suspend(A);
            assertThat(database.query(Role.SYSTEM, "select status from tenants where slug = 'tenant-1'"))
                    .containsExactly("suspended");
            assertThatThrownBy(() -> jobs(factory, A)).isInstanceOf(SuspendedTenantException.class);
        }
    }

    /** What a statement without a schema finds on the only connection. */
    private static Object statusAsUnqualified(SessionFactory factory) {
        return TenantContext.callAs(
                B,
                () -> factory.callInTransaction(
                        em -> em.createNativeQuery("select status from tenants where id = '" + A + "'")
                                .getSingleResult()));
    }

    @Test
    void nor_does_it_where_it_is_there_before_the_table_was_ever_looked_up() throws SQLException {
        AtomicBoolean up = new AtomicBoolean();
        try (Connection only = database.connection(Role.APP);
                Statement statement = only.createStatement();
                SessionFactory factory = startedWithoutADatabase(only, up)) {
            up.set(true);
            threeTenantsOneSuspended(factories().systemLogin());
            statement.execute(ALL_ACTIVE);
            statement.execute("set search_path = pg_temp, public, pg_catalog");
            assertThatThrownBy(() -> jobs(factory, A)).isInstanceOf(SuspendedTenantException.class);
            assertThat(jobs(factory, B)).containsExactly(2L);
            assertThat(statusAsUnqualified(factory)).as("negative control").isEqualTo("active");
        }
    }

    /** To look the table up takes a connection of its own, before that on which it is changed. */
    @Test
    void a_pool_of_one_connection_does_where_the_first_thing_is_a_change() {
        Factories factories = factories()
                .systemRole()
                .with(TenantRlsSettings.KNOWN_TENANTS, false)
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants");
        threeTenantsOneSuspended(factories);
        try (SessionFactory factory = factories.openAs(Role.SWITCHING)) {
            Tenants.of(factory).suspend(B);
        }
        assertThat(database.query(Role.SYSTEM, "select slug from tenants where status = 'suspended' order by 1"))
                .containsExactly("tenant-1", "tenant-2");
    }

    @Test
    void a_table_that_is_made_after_the_start_is_found() throws SQLException {
        AtomicBoolean up = new AtomicBoolean();
        try (Connection only = database.connection(Role.APP);
                Statement statement = only.createStatement();
                SessionFactory factory = startedWithoutADatabase(only, up)) {
            assertThatThrownBy(() -> jobs(factory, B)).hasRootCauseMessage("down");
            up.set(true);
            statement.execute(ALL_ACTIVE);
            assertThatThrownBy(() -> jobs(factory, B)) // not even a temporary one does instead
                    .rootCause()
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "42P01")
                    .hasMessage("relation \"tenants\" is in no schema of the application's search path, temporary ones"
                            + " aside; create it, or name its schema too in hibernate.tenant_rls.tenants_table");
            threeTenantsOneSuspended(factories().systemLogin());
            assertThat(jobs(factory, B)).containsExactly(2L);
            assertThatThrownBy(() -> jobs(factory, A)).isInstanceOf(SuspendedTenantException.class);
        }
    }

    private static SessionFactory startedWithoutADatabase(Connection only, AtomicBoolean up) {
        LendingDataSource pool = () -> {
            if (!up.get()) {
                throw new SQLException("down", "08001");
            }
            return AlteredConnection.of(only, "close", connection -> {});
        };
        return factories()
                .systemLogin()
                .with(TenantRlsSettings.SYSTEM_URL, database.url())
                .with(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .with(JdbcSettings.JAKARTA_JDBC_URL, null)
                .with(JdbcSettings.JAKARTA_JDBC_PASSWORD, null)
                .with(JdbcSettings.JAKARTA_JDBC_USER, null)
                .with("hibernate.boot.allow_jdbc_metadata_access", "false")
                .with("hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect")
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open();
    }

    private static List<Long> jobs(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(tenant, () -> factory.callInTransaction(TemporaryTableIT::read));
    }

    private static List<Long> read(EntityManager em) {
        return em.createQuery("select j.id from Job j order by j.id", Long.class)
                .getResultList();
    }
}
