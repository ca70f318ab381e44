// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.ProbeOutcome;
import io.github.tenantrls.verify.ProbeReport;
import io.github.tenantrls.verify.ProbeResult;
import io.github.tenantrls.verify.RlsVerifier;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AgroalSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;

/** The probe leaves nothing behind, holds nobody up and costs what it says. */
class ProbeTracesIT extends ProbedItem {

    ProbeTracesIT(Database database) {
        super(database);
    }

    @Entity(name = "other")
    @TenantScoped
    static class Other {
        @Id
        long id;
    }

    @Test
    void a_server_that_takes_no_writes_is_read_all_the_same() {
        ProbeResult item = probeReadOnly().results().get(0);
        assertThat(item.outcome()).isEqualTo(ProbeOutcome.NOT_PROVABLE);
        assertThat(item.reasons()).isNotEmpty().allMatch(reason -> reason.endsWith("(SQLSTATE 25006)"));
        database.sql(Role.SUPERUSER, "alter table item disable row level security");
        item = probeReadOnly().results().get(0);
        assertThat(item.outcome()).isEqualTo(ProbeOutcome.REFUTED);
        assertThat(item.reasons()).contains("rows are visible without a tenant", "rows are visible for another tenant");
    }

    private ProbeReport probeReadOnly() {
        String url = database.url() + "?options=-c%20default_transaction_read_only=on";
        try (SessionFactory factory =
                factories().with(JdbcSettings.JAKARTA_JDBC_URL, url).open()) {
            return RlsVerifier.of(factory).probe();
        }
    }

    @Test
    void the_catalog_is_read_by_a_number_of_queries_that_does_not_grow() {
        assertThat(roundTrips(Item.class)).isEqualTo(roundTrips(Item.class, Other.class));
    }

    /** Without tables there is nothing to be tried. */
    private long roundTrips(Class<?>... entities) {
        database.empty();
        try (SessionFactory factory = Factories.on(database, entities)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .proxied()
                .open()) {
            RlsVerifier verifier = RlsVerifier.of(factory);
            verifier.probe();
            database.roundTrips().reset();
            assertThat(verifier.probe().of(ProbeOutcome.NOT_PROVABLE)).hasSizeGreaterThan(entities.length);
            return database.roundTrips().count();
        }
    }

    @Test
    void it_does_not_wait_for_ever_for_a_lock() throws SQLException {
        try (Connection other = database.connection(Role.OWNER)) {
            other.setAutoCommit(false);
            other.createStatement().execute("lock table item in share mode");
            ProbeReport report = probe();
            assertThat(report.results().get(0).reasons()).isNotEmpty().allMatch(reason -> reason.contains("55P03"));
            other.rollback();
        }
    }

    @Test
    void nothing_is_left_on_the_connection_nor_in_the_tables() throws SQLException {
        try (SessionFactory factory =
                factories().with(AgroalSettings.AGROAL_MAX_SIZE, "1").open()) {
            String pid = onConnection(factory, "select pg_backend_pid()");
            RlsVerifier.of(factory).probe();
            assertThat(onConnection(factory, "select pg_backend_pid()")).isEqualTo(pid);
            assertThat(onConnection(
                            factory,
                            "select current_setting('app.current_tenant', true) || current_setting('lock_timeout')"))
                    .isEqualTo("0");
            assertThat(database.query(
                            Role.SUPERUSER,
                            "select state || count(*) from pg_stat_activity left join pg_locks using (pid)"
                                    + " where pid = " + pid + " group by state"))
                    .containsExactly("idle1");
        }
        assertThat(database.query(Role.SUPERUSER, "select id from item union all select item_id from item_tags"))
                .containsExactly("1");
    }

    @Test
    void nothing_is_left_when_the_connection_breaks_half_way() {
        database.sql(
                Role.SUPERUSER,
                "create function die() returns trigger language plpgsql security definer as $$"
                        + " begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$",
                "create trigger die after insert on item for each row execute function die()");
        try (SessionFactory factory = factories().open()) {
            assertThatThrownBy(() -> RlsVerifier.of(factory).probe())
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageStartingWith(
                            "Persistence unit tests: whether the database isolates the tenants cannot be tried out (")
                    .hasCauseInstanceOf(Exception.class);
            assertThat(database.query(Role.SUPERUSER, "select id from item")).containsExactly("1");
            database.sql(Role.SUPERUSER, "drop trigger die on item");
            assertThat(RlsVerifier.of(factory).probe().isProved()).isTrue();
        }
    }

    @Test
    void within_somebodys_transaction_it_refuses() throws SQLException {
        try (Connection shared = database.connection(Role.APP);
                SessionFactory factory = factories()
                        .with(JdbcSettings.JAKARTA_JDBC_URL, null)
                        .with("hibernate.connection.datasource", new OneConnection(shared))
                        .open()) {
            shared.setAutoCommit(false);
            shared.createStatement().execute("select 1");
            assertThatThrownBy(() -> RlsVerifier.of(factory).probe())
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("no transaction is under way");
        }
    }

    private static String onConnection(SessionFactory factory, String sql) throws SQLException {
        MultiTenantConnectionProvider<?> connections = factory.unwrap(SessionFactoryImplementor.class)
                .getServiceRegistry()
                .requireService(MultiTenantConnectionProvider.class);
        Connection connection = connections.getAnyConnection();
        try (var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } finally {
            connections.releaseAnyConnection(connection);
        }
    }
}
