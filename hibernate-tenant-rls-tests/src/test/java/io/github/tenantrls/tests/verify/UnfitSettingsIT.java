// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.verify.Papers.Leaf;
import io.github.tenantrls.tests.verify.Papers.Paper;
import io.github.tenantrls.tests.verify.Papers.Sheet;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.Severity;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.util.Throwables;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.TenantSchemaMapper;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RLS042 on settings of Hibernate and the driver: the harm that one does, shown, and the finding that says so. */
@ExtendWith(DatabaseExtension.class)
class UnfitSettingsIT {

    private static final int TIMES = 10;

    private final Database database;

    UnfitSettingsIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void one_row_of_each() {
        database.empty();
        Factories.on(database, Paper.class, Leaf.class, Sheet.class).createSchema();
        for (var tenant : List.of(Tenants.A, Tenants.B, Tenants.C, Tenants.NOBODY)) {
            database.sql(Role.SUPERUSER, "insert into paper (name, tenant_id) values ('kept', '" + tenant + "')");
        }
    }

    @Test
    void nothing_is_found_by_default() {
        assertThat(findings(papers())).isEmpty();
        assertThat(roundTrips(papers(), UnfitSettingsIT::find)).isEqualTo(2);
        assertThat(roundTrips(papers(), UnfitSettingsIT::persist)).isEqualTo(2);
        assertThat(outside(papers())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMMEDIATE_ACQUISITION_AND_HOLD",
                "DELAYED_ACQUISITION_AND_HOLD",
                "DELAYED_ACQUISITION_AND_RELEASE_AFTER_STATEMENT",
                "DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION"
            })
    void handling_modes_that_cost_nothing(String mode) {
        Factories factories = papers().with(JdbcSettings.CONNECTION_HANDLING, mode);
        assertThat(roundTrips(factories, UnfitSettingsIT::find)).isEqualTo(2);
        assertThat(roundTrips(factories, UnfitSettingsIT::persist)).isEqualTo(2);
        assertThat(outside(factories)).isEqualTo(1);
        assertThat(findings(factories)).isEmpty();
    }

    @Test
    void sessions_that_take_a_connection_at_once_need_a_tenant_to_be_opened() {
        try (SessionFactory factory = papers().with(
                        JdbcSettings.CONNECTION_HANDLING, PhysicalConnectionHandlingMode.IMMEDIATE_ACQUISITION_AND_HOLD)
                .open()) {
            assertThatThrownBy(factory::openSession).isInstanceOf(MissingTenantException.class);
        }
    }

    @Test
    void rls042_a_release_before_the_end_of_the_transaction() {
        Factories factories = papers().with(
                        JdbcSettings.CONNECTION_HANDLING,
                        "DELAYED_ACQUISITION_AND_RELEASE_BEFORE_TRANSACTION_COMPLETION");
        assertThat(roundTrips(factories, UnfitSettingsIT::find)).isEqualTo(3);
        assertThat(roundTrips(factories, UnfitSettingsIT::persist)).isEqualTo(3);
        assertFinding(
                factories,
                Severity.MEDIUM,
                JdbcSettings.CONNECTION_HANDLING,
                "set it to DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION");
    }

    @Test
    void rls042_generated_keys_asked_of_the_driver() {
        Factories factories = papers().with(JdbcSettings.USE_GET_GENERATED_KEYS, "true");
        assertThat(roundTrips(factories, UnfitSettingsIT::persist)).isEqualTo(3);
        assertThat(roundTrips(factories, UnfitSettingsIT::find)).isEqualTo(2);
        assertFinding(factories, Severity.MEDIUM, JdbcSettings.USE_GET_GENERATED_KEYS, "set it to false");
        assertThat(findings(factories.with(TenantRlsSettings.BINDING, "separate")))
                .as("where each transaction has that round trip anyway")
                .isEmpty();
    }

    @Test
    void generated_keys_do_no_harm_where_the_database_generates_none() {
        assertThat(findings(Factories.on(database, Leaf.class).with(JdbcSettings.USE_GET_GENERATED_KEYS, "true")))
                .isEmpty();
    }

    @Test
    void generated_keys_are_not_found_where_an_own_insert_needs_them() {
        assertThat(findings(Factories.on(database, Sheet.class))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"preferQueryMode,simple,set it to extended", "prepareThreshold,-1,set it to 0 or more"})
    void rls042_a_driver_that_cannot_bind_along_the_way(String property, String value, String remedy) {
        Factories factories = withUrl(property + "=" + value);
        assertThat(roundTrips(factories, UnfitSettingsIT::find)).isEqualTo(3);
        assertThat(outside(factories)).isEqualTo(3);
        assertFinding(factories, Severity.MEDIUM, property, remedy);
        assertThat(findings(factories.with(TenantRlsSettings.BINDING, "separate")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stringtype=unspecified",
                "preferQueryMode=extendedForPrepared",
                "preferQueryMode=extendedCacheEverything",
                "prepareThreshold=0",
                "autosave=always"
            })
    void settings_of_the_driver_that_cost_nothing(String setting) {
        Factories factories = withUrl(setting);
        assertThat(roundTrips(factories, UnfitSettingsIT::find)).isEqualTo(2);
        assertThat(roundTrips(factories, UnfitSettingsIT::persist)).isEqualTo(2);
        assertThat(outside(factories)).isEqualTo(1);
        assertThat(findings(factories)).isEmpty();
    }

    @Test
    void rls042_auto_commit_that_is_on_while_it_is_said_to_be_off() {
        Factories factories = papers().with(JdbcSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, "true");
        assertRefused(
                factories,
                "(?s).*HIGH RLS042 unfit-setting: connections come with auto-commit on although it says.*"
                        + "hibernate.connection.autocommit=false.*");
        try (SessionFactory factory =
                factories.with(TenantRlsSettings.VERIFICATION, "off").open()) {
            TenantContext.runAs(Tenants.A, () -> {
                assertThatThrownBy(() -> factory.runInTransaction(UnfitSettingsIT::persist))
                        .hasRootCauseMessage("Cannot commit when autoCommit is enabled.");
                assertThatThrownBy(() -> factory.inTransaction(session -> {
                            session.persist(new Paper());
                            throw new IllegalStateException("undo it");
                        }))
                        .hasStackTraceContaining("undo it");
            });
        }
        assertThat(database.query(
                        Role.SUPERUSER,
                        "select count(*)::text from paper where name = 'new' and tenant_id = '" + Tenants.A + "'"))
                .as("what was not committed, and what was rolled back")
                .containsExactly("2");
    }

    @Test
    void auto_commit_that_is_off_as_it_is_said_is_no_fault() {
        Factories factories = papers().with(JdbcSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, "true")
                .with(JdbcSettings.AUTOCOMMIT, "false");
        assertThat(roundTrips(factories, UnfitSettingsIT::persist)).isEqualTo(2);
        assertThat(outside(factories)).isEqualTo(2);
        assertThat(findings(factories)).isEmpty();
    }

    @Test
    void rls042_a_schema_of_each_tenant_is_not_what_was_verified() {
        database.sql(
                Role.SUPERUSER,
                "create schema other",
                "create table other.paper (like paper)",
                "insert into other.paper select * from paper",
                "grant usage on schema other to app",
                "grant all on other.paper to app");
        TenantSchemaMapper<Object> mapper = tenant -> "other";
        Factories factories = papers().with(MultiTenancySettings.MULTI_TENANT_SCHEMA_MAPPER, mapper);
        assertThat(names(papers())).containsExactly("kept");
        assertRefused(
                factories,
                "(?s).*CRITICAL RLS042 unfit-setting: sessions work on the schema that it names, while those tables"
                        + " are verified that are found without it.*remove the setting.*");
        assertThat(names(factories.with(TenantRlsSettings.VERIFICATION, "off")))
                .as("rows of all tenants")
                .hasSize(4);
    }

    private static void find(EntityManager em) {
        em.find(Paper.class, 1L);
    }

    private static void persist(EntityManager em) {
        em.persist(new Paper());
    }

    private Factories papers() {
        return Factories.on(database, Paper.class).proxied();
    }

    private Factories withUrl(String setting) {
        return papers().with(JdbcSettings.JAKARTA_JDBC_URL, database.proxiedUrl() + "&" + setting);
    }

    private static List<Finding> findings(Factories factories) {
        try (SessionFactory factory = factories.open()) {
            return RlsVerifier.of(factory).verify().findings();
        }
    }

    /** It is found, and does not refuse a start with the default settings. */
    private static void assertFinding(Factories factories, Severity severity, String subject, String remedy) {
        assertThat(findings(factories)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("RLS042");
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.subject()).isEqualTo(subject);
            assertThat(finding.message()).contains("round trip", remedy);
            assertThat(finding.mending()).isEmpty();
        });
    }

    private static void assertRefused(Factories factories, String message) {
        assertThat(Throwables.getRootCause(catchThrowable(() -> factories.open().close())))
                .isInstanceOf(IsolationException.class)
                .hasMessageMatching(message);
    }

    private static List<String> names(Factories factories) {
        try (SessionFactory factory = factories.open()) {
            return TenantContext.callAs(
                    Tenants.A,
                    () -> factory.callInTransaction(em -> em.createQuery("select name from paper", String.class)
                            .getResultList()));
        }
    }

    private long roundTrips(Factories factories, Consumer<EntityManager> work) {
        return count(factories, factory -> factory.runInTransaction(work));
    }

    private long outside(Factories factories) {
        return count(factories, factory -> {
            try (EntityManager em = factory.createEntityManager()) {
                assertThat(em.find(Paper.class, 1L)).isNotNull();
            }
        });
    }

    /** For one run, each costing the same; after a first one, in which the pool opens a connection. */
    private long count(Factories factories, Consumer<SessionFactory> work) {
        try (SessionFactory factory = factories.open()) {
            return TenantContext.callAs(Tenants.A, () -> {
                work.accept(factory);
                database.roundTrips().reset();
                for (int i = 0; i < TIMES; i++) {
                    work.accept(factory);
                }
                assertThat(database.roundTrips().count() % TIMES).isZero();
                return database.roundTrips().count() / TIMES;
            });
        }
    }
}
