// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Warnings;
import jakarta.persistence.Persistence;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/** Each mistake in the set-up is refused at the start, by a message that says what to do. */
@ExtendWith(DatabaseExtension.class)
class BadSetUpIT {

    private static Database database;

    @BeforeAll
    static void createSchema() {
        Factories.on(database, Note.class).createSchema();
    }

    @Test
    void an_unknown_setting() {
        assertRefused(
                settings("hibernate.tenant_rls.colum", "x"),
                "Persistence unit bootstrap: unknown setting hibernate.tenant_rls.colum; known are",
                "hibernate.tenant_rls.column, hibernate.tenant_rls.column_type");
    }

    @Test
    void a_value_that_cannot_be_read() {
        assertRefused(
                settings("hibernate.tenant_rls.column_type", "uid"),
                "hibernate.tenant_rls.column_type cannot be read; accepted are uuid, text, varchar, bigint, integer");
        assertRefused(
                settings("hibernate.tenant_rls.variable", "x'; drop table note; --"),
                "hibernate.tenant_rls.variable cannot be read; give two or more names");
    }

    @Test
    void an_unreachable_database() {
        assertRefused(
                settings("jakarta.persistence.jdbc.url", "jdbc:postgresql://localhost:1/nowhere"),
                "Persistence unit bootstrap: no connection to the database",
                "check that it runs, and its URL, user and password");
    }

    @Test
    void a_user_that_does_not_exist() {
        assertRefused(
                settings("jakarta.persistence.jdbc.url", database.url() + "_missing"),
                "Persistence unit bootstrap: no connection to the database",
                "_missing\" does not exist");
    }

    @Test
    void no_database_at_all() {
        Map<String, Object> settings = new HashMap<>();
        assertRefused(
                settings,
                "Persistence unit bootstrap: no connection to the database: none is configured, set"
                        + " jakarta.persistence.jdbc.url or hand over a DataSource");
    }

    @Test
    void a_pool_that_cannot_be_built() {
        assertRefused(
                settings("hibernate.agroal.maxSize", "many"),
                "Persistence unit bootstrap: the connection pool cannot be built",
                "check the settings under hibernate.agroal.*");
    }

    @Test
    void something_that_is_no_data_source() {
        assertRefused(settings("hibernate.connection.datasource", 42), "is not a javax.sql.DataSource; hand over one");
    }

    @Test
    void a_provider_without_a_resolver() {
        assertThatThrownBy(() -> Factories.on(database, Note.class)
                        .with("hibernate.tenant_identifier_resolver", null)
                        .open())
                .hasStackTraceContaining("nothing tells Hibernate the tenant of a session; set"
                        + " hibernate.tenant_identifier_resolver=io.github.tenantrls.hibernate.RlsTenantResolver");
    }

    @Test
    void tenant_scoped_entities_without_the_provider() {
        Factories factories = withoutProvider();
        String unbound = "Persistence unit tests: " + Note.class.getName() + " are @TenantScoped, but nothing binds the"
                + " tenant; set hibernate.multi_tenant_connection_provider="
                + "io.github.tenantrls.hibernate.RlsConnectionProvider, or hibernate.tenant_rls.verification=off";
        assertThatThrownBy(() -> factories.open().close())
                .rootCause()
                .isInstanceOf(IsolationException.class)
                .hasMessageStartingWith(unbound);
        try (Warnings warnings = new Warnings("io.github.tenantrls");
                SessionFactory factory =
                        factories.with(TenantRlsSettings.VERIFICATION, "warn").open()) {
            assertThat(factory.isOpen()).isTrue();
            assertThat(warnings.messages()).singleElement().asString().startsWith(unbound);
        }
        try (Warnings warnings = new Warnings("io.github.tenantrls");
                SessionFactory factory =
                        factories.with(TenantRlsSettings.VERIFICATION, "off").open()) {
            assertThat(factory.isOpen()).isTrue();
            assertThat(warnings.messages()).isEmpty();
        }
    }

    @Test
    void an_unknown_setting_in_a_unit_without_the_provider() {
        assertThatThrownBy(() -> withoutProvider()
                        .with("hibernate.tenant_rls.colum", "org_id")
                        .open())
                .hasStackTraceContaining("unknown setting hibernate.tenant_rls.colum");
    }

    @Test
    void a_user_for_a_data_source_that_takes_none() {
        assertRefused(
                settings("hibernate.connection.datasource", new PGSimpleDataSource() {
                    @Override
                    public Connection getConnection(@Nullable String user, @Nullable String password)
                            throws SQLException {
                        throw new SQLFeatureNotSupportedException();
                    }
                }),
                "the DataSource takes no user and password, so remove jakarta.persistence.jdbc.user");
    }

    @Test
    void connections_held_across_jta_transactions() {
        assertThatThrownBy(() -> Factories.on(database, Note.class)
                        .with("hibernate.transaction.coordinator_class", "jta")
                        .with("hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_HOLD")
                        .with("hibernate.boot.allow_jdbc_metadata_access", "false")
                        .with("hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect")
                        .open())
                .hasStackTraceContaining("a session holds its connection from one JTA transaction to the next, and the"
                        + " tenant cannot be bound reliably; set it to"
                        + " DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION");
    }

    @Test
    void a_pool_that_is_not_enlisted_under_jta() {
        Map<String, Object> settings = settings("hibernate.transaction.coordinator_class", "jta");
        assertRefused(
                settings,
                "Persistence unit bootstrap: its transactions are JTA's, and the pool that is built from a URL takes no"
                        + " part in them",
                "hand over a DataSource that is enlisted in the transaction manager as"
                        + " jakarta.persistence.jtaDataSource");
        settings.remove("jakarta.persistence.jdbc.url");
        settings.put("jakarta.persistence.jtaDataSource", database.dataSource(Role.APP));
        settings.remove("jakarta.persistence.jdbc.user");
        settings.put("hibernate.tenant_rls.system.url", database.url());
        settings.put("hibernate.tenant_rls.system.user", database.user(Role.SYSTEM));
        settings.put("hibernate.tenant_rls.system.password", database.password(Role.SYSTEM));
        assertRefused(
                settings,
                "Persistence unit bootstrap (system): its transactions are JTA's",
                "as hibernate.tenant_rls.system.datasource");
    }

    @Test
    void a_missing_driver() throws Exception {
        assertThat(startWithout("postgresql-"))
                .contains("Persistence unit bootstrap: the PostgreSQL driver is not on the class path; add"
                        + " org.postgresql:postgresql");
    }

    @Test
    void a_missing_pool() throws Exception {
        assertThat(startWithout("agroal-"))
                .contains("Persistence unit bootstrap: no connection pool is on the class path; add"
                        + " io.agroal:agroal-pool, or hand over a DataSource");
    }

    private static Factories withoutProvider() {
        return Factories.on(database, Note.class)
                .with("hibernate.multi_tenant_connection_provider", null)
                .with("hibernate.agroal.maxSize", null); // or else Hibernate would look for a pool of its own
    }

    /** Starts the persistence unit in a JVM that lacks some jars of this one, and returns what it printed. */
    private static String startWithout(String jarPrefix) throws Exception {
        String[] path = System.getProperty("java.class.path").split(File.pathSeparator);
        String rest = Arrays.stream(path)
                .filter(entry -> !new File(entry).getName().startsWith(jarPrefix))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(rest).hasSizeLessThan(String.join(File.pathSeparator, path).length());
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        rest,
                        Start.class.getName(),
                        database.url())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        return output;
    }

    private static void assertRefused(Map<String, Object> settings, String... messages) {
        assertThatThrownBy(() -> {
                    try (SessionFactory factory = Persistence.createEntityManagerFactory("bootstrap", settings)
                            .unwrap(SessionFactory.class)) {
                        throw new AssertionError("started");
                    }
                })
                .satisfies(e -> {
                    for (String message : messages) {
                        assertThat(e).hasStackTraceContaining(message);
                    }
                });
    }

    private static Map<String, Object> settings(String key, Object value) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("jakarta.persistence.jdbc.url", database.url());
        settings.put("jakarta.persistence.jdbc.user", database.user(Role.APP));
        settings.put("jakarta.persistence.jdbc.password", database.password(Role.APP));
        settings.put(key, value);
        return settings;
    }

    /** The program that lacks something. */
    static final class Start {
        public static void main(String[] arguments) {
            Persistence.createEntityManagerFactory("bootstrap", Map.of("jakarta.persistence.jdbc.url", arguments[0]))
                    .close();
        }
    }
}
