// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.Baseline;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.ReportFormat;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A verification on servers and as roles that make it hard. */
@ExtendWith(DatabaseExtension.class)
class VerifierRobustnessIT {

    private final Database database;

    /** A login of this database's own, with a quote in its name. */
    private final String role;

    VerifierRobustnessIT(Database database) {
        this.database = database;
        this.role = database.name() + "_\"; drop table x; --";
    }

    @Entity(name = "Placed")
    @Table(name = "placed", schema = "hidden")
    @TenantScoped
    static class Placed {
        @Id
        long id;
    }

    /** Both names are written as Hibernate wants them, with each quote doubled. */
    @Entity(name = "Hostile")
    @Table(name = "`\"\"; drop table x; --`")
    @TenantScoped(column = "`te\"\"nant`")
    static class Hostile {
        @Id
        long id;
    }

    @BeforeEach
    void a_role_of_its_own() {
        database.empty();
        database.sql(
                Role.SUPERUSER,
                "create role " + quoted(role) + " login password 'x'",
                "grant usage on schema public to " + quoted(role));
    }

    @AfterEach
    void drop() {
        database.sql(
                Role.SUPERUSER,
                "drop schema if exists first, second, hidden cascade",
                "drop owned by " + quoted(role),
                "drop role " + quoted(role));
    }

    @Test
    void a_role_that_may_not_touch_a_table_verifies_it() {
        createSchema(Item.class);
        database.sql(
                Role.OWNER,
                "revoke all on item, item_tags from " + quoted(role),
                "alter table item disable row level security");
        assertThat(verify(asRole(Item.class)).findings())
                .extracting(Finding::rule)
                .contains("RLS002");
    }

    @Test
    void a_server_that_takes_no_writes_is_verified() throws SQLException {
        createSchema(Item.class);
        database.sql(Role.SUPERUSER, "alter role " + quoted(role) + " set default_transaction_read_only = on");
        try (Connection connection = DriverManager.getConnection(database.url(), role, "x")) {
            assertThatThrownBy(() -> connection.createStatement().execute("create table t (id int)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
        VerificationReport report = verify(asRole(Item.class));
        assertThat(report.findings()).isEmpty();
        assertThat(report.role()).isEqualTo(role);
        database.sql(Role.OWNER, "alter table item disable row level security");
        assertThat(verify(asRole(Item.class)).findings())
                .extracting(Finding::rule)
                .containsExactly("RLS002");
    }

    @Test
    void tables_are_found_where_the_search_path_leads() {
        Factories factories = pathOf("first,second");
        database.sql(Role.OWNER, "create schema first", "create schema second");
        factories.createSchema();
        database.sql(
                Role.OWNER,
                "alter table first.item_tags set schema second",
                "grant usage on schema first, second to app");
        VerificationReport report = verify(factories);
        assertThat(report.findings()).isEmpty();
        assertThat(report.tables()).containsExactly("first.item", "second.item_tags");

        database.sql(Role.OWNER, "alter table second.item_tags disable row level security");
        assertThat(theOnly(verify(factories)).subject()).isEqualTo("second.item_tags");
    }

    @Test
    void a_table_in_a_schema_of_the_search_path_that_the_role_may_not_use_is_mended_by_a_grant() {
        Factories factories = pathOf("public,second");
        database.sql(Role.OWNER, "create schema second");
        factories.createSchema();
        database.sql(Role.OWNER, "alter table item_tags set schema second");
        Finding finding = theOnly(verify(factories));
        assertThat(finding.rule()).isEqualTo("RLS040");
        assertThat(finding.subject()).isEqualTo("item_tags");
        assertThat(finding.message()).endsWith("; schema second has it, but app may not use that schema");
        database.sql(Role.OWNER, finding.mendingScript());
        assertThat(verify(factories).findings()).isEmpty();
    }

    @Test
    void a_table_out_of_the_search_path_is_found_to_be_elsewhere() {
        Factories factories = Factories.on(database, Item.class).createSchema();
        database.sql(Role.OWNER, "create schema second", "alter table item_tags set schema second");
        Finding finding = theOnly(verify(factories));
        assertThat(finding.rule()).isEqualTo("RLS040");
        assertThat(finding.message())
                .endsWith("; a table of that name is in schema second: correct the schema in the mapping or the search"
                        + " path, or create the table");
        assertThat(finding.mending()).isEmpty();
    }

    /** The server answers the question for such a table with an error, and not with null. */
    @Test
    void a_schema_that_the_mapping_names_and_the_role_may_not_use_is_mended_by_a_grant() {
        database.sql(Role.OWNER, "create schema hidden");
        Factories factories = Factories.on(database, Placed.class, Item.class).createSchema();
        database.sql(Role.OWNER, "revoke usage on schema hidden from app");
        assertThatThrownBy(() -> database.query(Role.APP, "select to_regclass('hidden.placed')"))
                .hasMessageContaining("permission denied for schema hidden");
        Finding finding = theOnly(verify(factories));
        assertThat(finding.rule()).isEqualTo("RLS040");
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.subject()).isEqualTo("hidden.placed");
        assertThat(finding.message()).endsWith("; schema hidden has it, but app may not use that schema");
        assertThat(finding.mending()).containsExactly("grant usage on schema \"hidden\" to \"app\"");
        database.sql(Role.OWNER, finding.mendingScript());
        assertThat(verify(factories).findings()).isEmpty();
    }

    @Test
    void a_schema_that_is_not_there_has_no_table() {
        database.sql(Role.OWNER, "create schema hidden");
        Factories factories = Factories.on(database, Placed.class).createSchema();
        database.sql(Role.OWNER, "drop schema hidden cascade");
        Finding finding = theOnly(verify(factories));
        assertThat(finding.rule()).isEqualTo("RLS040");
        assertThat(finding.message()).endsWith("; create it, or correct the schema in the mapping or the search path");
    }

    @Test
    void a_backend_that_is_terminated_at_any_of_the_questions_is_an_error_and_no_report() {
        Factories.on(database, Item.class).createSchema();
        InterruptedConnections connections =
                new InterruptedConnections(database.dataSource(Role.APP), () -> database.terminateSessions(Role.APP));
        try (SessionFactory factory = Factories.on(database, Item.class)
                .with(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, connections)
                .with(JdbcSettings.JAKARTA_JDBC_URL, null)
                .with(JdbcSettings.JAKARTA_JDBC_USER, null)
                .with(JdbcSettings.JAKARTA_JDBC_PASSWORD, null)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            RlsVerifier verifier = RlsVerifier.of(factory);
            connections.countFrom(0);
            verifier.verify();
            int questions = connections.count();
            assertThat(questions).isGreaterThan(1);
            for (int question = 1; question <= questions; question++) {
                connections.countFrom(question);
                assertThatThrownBy(verifier::verify)
                        .as("terminated at question %s of %s", question, questions)
                        .isInstanceOf(TenantRlsException.class)
                        .hasMessageContaining("cannot be verified, because its catalog cannot be read")
                        .hasCauseInstanceOf(SQLException.class);
            }
            connections.countFrom(0);
            assertThat(verifier.verify().isClean()).isTrue();
        }
    }

    @Test
    void names_are_just_names_in_messages_in_the_sql_in_every_format_and_in_a_baseline() {
        database.sql(Role.OWNER, "create table x (id int)");
        String table = "\"\"\"; drop table x; --\"";
        String policy = "\"p\"\"; drop table x; --\"";
        createSchema(Hostile.class);
        database.sql(
                Role.OWNER,
                "alter table " + table + " disable row level security",
                "alter table " + table + " no force row level security");
        Finding disabled = theOnly(verify(asRole(Hostile.class)));
        assertThat(disabled.subject()).isEqualTo("public.\"; drop table x; --");
        assertThat(Baseline.parse(
                                "known.txt",
                                new Baseline.Entry(disabled.rule(), disabled.subject(), LocalDate.of(2027, 1, 31), "ok")
                                        .toString())
                        .entries()
                        .get(0)
                        .subject())
                .isEqualTo(disabled.subject());
        database.sql(Role.OWNER, disabled.mendingScript());
        assertThat(verify(asRole(Hostile.class)).findings()).isEmpty();

        database.sql(
                Role.OWNER,
                "drop policy tenant_floor on " + table,
                "create policy " + policy + " on " + table + " using (true)");
        VerificationReport report = verify(asRole(Hostile.class));
        Finding wide = report.findings().get(0);
        assertThat(wide.message()).contains("p\"; drop table x; --");
        for (ReportFormat format : ReportFormat.values()) {
            assertThat(report.render(format)).as("%s", format).contains("drop table x; --");
        }
        report.findings().forEach(finding -> database.sql(Role.OWNER, finding.mendingScript()));
        assertThat(verify(asRole(Hostile.class)).findings()).isEmpty();

        database.sql(Role.SUPERUSER, "alter role " + quoted(role) + " bypassrls");
        Finding bypass = theOnly(verify(asRole(Hostile.class)));
        assertThat(bypass.subject()).isEqualTo(role);
        database.sql(Role.SUPERUSER, bypass.mendingScript());
        assertThat(verify(asRole(Hostile.class)).findings()).isEmpty();
        assertThat(database.value(Role.OWNER, "select to_regclass('x')")).isEqualTo("x");
    }

    /** Makes the schema for the role, as the owner. */
    private void createSchema(Class<?>... entities) {
        Factories.on(database, entities)
                .with(TenantRlsSettings.RUNTIME_ROLE, role)
                .createSchema();
    }

    /** Logs in as the role. */
    private Factories asRole(Class<?>... entities) {
        return Factories.on(database, entities)
                .with(TenantRlsSettings.RUNTIME_ROLE, role)
                .with(JdbcSettings.JAKARTA_JDBC_USER, role)
                .with(JdbcSettings.JAKARTA_JDBC_PASSWORD, "x");
    }

    private Factories pathOf(String path) {
        return Factories.on(database, Item.class)
                .with(JdbcSettings.JAKARTA_JDBC_URL, database.url() + "?currentSchema=" + path);
    }

    private static VerificationReport verify(Factories factories) {
        try (SessionFactory factory =
                factories.with(TenantRlsSettings.VERIFICATION, "off").open()) {
            return RlsVerifier.of(factory).verify();
        }
    }

    private static Finding theOnly(VerificationReport report) {
        List<Finding> findings = report.findings();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
