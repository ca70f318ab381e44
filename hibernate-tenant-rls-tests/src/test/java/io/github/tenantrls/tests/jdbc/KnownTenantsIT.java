// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static io.github.tenantrls.tests.support.Tenants.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.schema.TenantsTableDdl;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.AlteredConnection;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.LendingDataSource;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.core.BaseConnection;

/** With {@code known_tenants=true} an {@code RlsDataSource} lends nothing to a tenant that is suspended, or not there. */
@ParameterizedClass
@EnumSource
class KnownTenantsIT extends OverAPool {

    KnownTenantsIT(PoolOfOne kind) {
        super(kind);
    }

    @BeforeEach
    void three_tenants_one_suspended() {
        database.sql(
                Role.OWNER,
                "drop table if exists tenants",
                TenantsTableDdl.of(
                                Map.of(TenantRlsSettings.RUNTIME_ROLE, "app", TenantRlsSettings.SYSTEM_ROLE, "system"))
                        .migration(" "));
        database.sql(
                Role.SYSTEM,
                "insert into tenants (id, slug, name, status) values ('" + A + "', 'a', 'A', 'suspended'), ('" + B
                        + "', 'b', 'B', 'active'), ('" + C + "', 'c', 'C', 'active')");
    }

    private static RlsDataSource known(DataSource pool, Object... settings) {
        return settings.length == 0
                ? RlsDataSource.of(pool, Map.of(TenantRlsSettings.KNOWN_TENANTS, true))
                : RlsDataSource.of(
                        pool, Map.of(TenantRlsSettings.KNOWN_TENANTS, true, settings[0].toString(), settings[1]));
    }

    private static List<String> names(DataSource source, UUID tenant) throws SQLException {
        return TenantContext.<List<String>, SQLException>callAs(tenant, () -> {
            try (Connection connection = source.getConnection()) {
                return Bound.names(connection);
            }
        });
    }

    @Test
    void a_suspended_and_an_unknown_tenant_are_refused_and_others_work() throws SQLException {
        RlsDataSource known = known(pool);
        for (int i = 0; i < 2; i++) { // looked up, and remembered
            assertThatThrownBy(() -> names(known, A))
                    .isInstanceOf(SuspendedTenantException.class)
                    .hasMessageStartingWith("RlsDataSource: the tenant " + A + " is suspended, so no session works");
            assertThatThrownBy(() -> names(known, NOBODY))
                    .isInstanceOf(UnknownTenantException.class)
                    .hasMessageStartingWith("RlsDataSource: the tenant " + NOBODY + " is not in the table tenants");
            assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
            assertThat(names(known, C)).isEqualTo(Bound.rowsOf(C));
        }
    }

    /** Negative control: what refuses is the setting. */
    @Test
    void without_the_setting_anybody_works() throws SQLException {
        assertThat(names(isolated, A)).isEqualTo(Bound.rowsOf(A));
    }

    @Test
    void what_is_remembered_is_not_asked_again_and_without_a_cache_it_is_each_time() throws SQLException {
        int[] lent = {0};
        LendingDataSource counting = () -> {
            lent[0]++;
            return pool.getConnection();
        };
        RlsDataSource remembers = known(counting);
        names(remembers, B);
        lent[0] = 0;
        names(remembers, B);
        assertThat(lent[0]).isEqualTo(1);
        RlsDataSource asks = known(counting, TenantRlsSettings.TENANTS_CACHE_SIZE, 0);
        names(asks, B);
        lent[0] = 0;
        names(asks, B);
        assertThat(lent[0]).isEqualTo(2);
    }

    @Test
    void what_others_change_takes_effect_when_the_time_is_over() throws Exception {
        RlsDataSource known = known(pool, TenantRlsSettings.TENANTS_CACHE_TTL, "PT0.5S");
        assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
        database.sql(Role.SYSTEM, "update tenants set status = 'suspended' where slug = 'b'");
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> names(known, B)).isInstanceOf(SuspendedTenantException.class));
    }

    @Test
    void what_a_factory_in_this_jvm_changes_takes_effect_at_once() throws SQLException {
        RlsDataSource known = known(pool, TenantRlsSettings.TENANTS_CACHE_TTL, "PT1H");
        assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
        database.sql(Role.SYSTEM, "update tenants set status = 'suspended' where slug = 'b'");
        assertThat(names(known, B)).as("negative control").isEqualTo(Bound.rowsOf(B));
        try (SessionFactory factory = factory()) {
            Tenants tenants = Tenants.of(factory);
            tenants.suspend(B);
            assertThatThrownBy(() -> names(known, B)).isInstanceOf(SuspendedTenantException.class);
            tenants.activate(B);
            assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
            assertThat(names(known, C)).isEqualTo(Bound.rowsOf(C));
        }
    }

    @Test
    void who_is_suspended_while_it_waits_for_a_connection_is_refused() throws Exception {
        RlsDataSource known = known(pool, TenantRlsSettings.TENANTS_CACHE_TTL, "PT1H");
        assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
        FutureTask<List<String>> read = new FutureTask<>(() -> names(known, B));
        Thread waiting = new Thread(read);
        try (SessionFactory factory = factory();
                Connection only = pool.getConnection()) {
            waiting.start();
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            Tenants.of(factory).suspend(B);
            assertThat(read.isDone()).isFalse();
        }
        assertThatThrownBy(read::get).hasCauseInstanceOf(SuspendedTenantException.class);
        assertThat(names(known, C)).as("nothing is leaked").isEqualTo(Bound.rowsOf(C));
    }

    /** Its entities do not matter. */
    private static SessionFactory factory() {
        return Factories.on(database)
                .systemLogin()
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants")
                .open();
    }

    @Test
    void the_system_is_not_asked_who_it_is_and_a_tenant_within_is() throws SQLException {
        RlsDataSource known = known(pool, TenantRlsSettings.SYSTEM_DATASOURCE, database.dataSource(Role.SYSTEM));
        TenantContext.runAsSystem("a test", () -> {
            try (Connection connection = known.getConnection()) {
                assertThat(Bound.names(connection)).hasSize(4 * Bound.ROWS);
            }
            assertThatThrownBy(() -> names(known, A)).isInstanceOf(SuspendedTenantException.class);
            assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
        });
    }

    /** A pool that finds one open when a connection is given back would have something to mend. */
    @Test
    void no_transaction_stays_open_where_the_pool_lends_without_auto_commit() throws SQLException {
        List<String> states = new ArrayList<>();
        LendingDataSource manual = () -> {
            Connection connection = pool.getConnection();
            connection.setAutoCommit(false);
            return AlteredConnection.of(connection, "close", lent -> {
                states.add(
                        lent.unwrap(BaseConnection.class).getTransactionState().name());
                lent.setAutoCommit(true);
                lent.close();
            });
        };
        RlsDataSource known = known(manual, TenantRlsSettings.TENANTS_CACHE_SIZE, 0);
        assertThatThrownBy(() -> names(known, A)).isInstanceOf(SuspendedTenantException.class);
        assertThat(states).isNotEmpty().containsOnly("IDLE");
        assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
    }

    /** As over a DataSource that lends the connection of the thread's transaction, and would roll it back when told to. */
    @Test
    void a_transaction_that_others_have_begun_is_not_ended() throws SQLException {
        try (Connection only = pool.getConnection();
                Statement statement = only.createStatement()) {
            only.setAutoCommit(false);
            LendingDataSource joining = () -> AlteredConnection.of(only, "close", connection -> {});
            RlsDataSource known = known(joining, TenantRlsSettings.TENANTS_CACHE_SIZE, 0);
            statement.execute("create temp table begun as select 1");
            assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
            assertThatThrownBy(() -> names(known, A)).isInstanceOf(SuspendedTenantException.class);
            statement.execute("select * from begun");
            only.rollback();
            only.setAutoCommit(true);
        }
    }

    @Test
    void a_tenant_with_sql_of_its_own_does_not_put_another_table_in_the_place_of_theirs() throws SQLException {
        RlsDataSource known = known(pool, TenantRlsSettings.TENANTS_CACHE_SIZE, 0);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create temp table tenants as select '" + A + "'::uuid as id, 'active'::text as status");
        }
        assertThatThrownBy(() -> names(known, A)).isInstanceOf(SuspendedTenantException.class);
        assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
    }

    @Test
    void without_the_table_nothing_is_lent_and_as_soon_as_it_is_there_it_is() throws SQLException {
        database.sql(Role.OWNER, "alter table tenants rename to others");
        RlsDataSource known = known(pool);
        assertThatThrownBy(() -> names(known, B))
                .isInstanceOf(SQLException.class)
                .hasFieldOrPropertyWithValue("SQLState", "42P01")
                .hasMessageContaining("\"tenants\" is in no schema of the application's search path");
        database.sql(Role.OWNER, "alter table others rename to tenants");
        assertThat(names(known, B)).isEqualTo(Bound.rowsOf(B));
        database.sql(Role.OWNER, "revoke select on tenants from app");
        assertThatThrownBy(() -> names(known, C))
                .isInstanceOf(SQLException.class)
                .hasFieldOrPropertyWithValue("SQLState", "42501");
        RlsDataSource named = known(pool, TenantRlsSettings.TENANTS_TABLE, "public.nothing");
        assertThatThrownBy(() -> names(named, B)).hasFieldOrPropertyWithValue("SQLState", "42P01");
    }
}
