// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.jspecify.annotations.Nullable;

/**
 * A correct schema to put one fault into: shows what the fault lets happen, that it is found and nothing else, that the
 * start is refused, and that the SQL of the finding mends it.
 *
 * <p>The schema is what the library makes for the given entities, in an emptied database.
 */
final class RuleBench {

    private final Database database;
    private final Factories factories;
    private final KeptUnits kept;
    private final List<String> roles = new ArrayList<>();

    RuleBench(Database database, Class<?>... entities) {
        this.database = database;
        this.factories = Factories.on(database, entities);
        this.kept = new KeptUnits(database, List.of(entities));
    }

    /** Sets a property for the schema and for the verification; null takes a default of {@link Factories} away. */
    RuleBench with(String property, @Nullable Object value) {
        factories.with(property, value);
        return this;
    }

    /** A role of this database alone, with the options of {@code create role}; see {@link #dropRoles}. */
    String role(String name, String options) {
        String role = database.name() + "_" + name;
        database.sql(Role.SUPERUSER, "create role " + role + " " + options);
        roles.add(role);
        return role;
    }

    /** From now on the application logs in as a role of its own, which inherits what the role app may do. */
    String logIn() {
        return logInAs(role("login", "login password 'x' in role app"));
    }

    /** From now on the application logs in as a role, whose password is x. */
    String logInAs(String role) {
        factories.with(JdbcSettings.JAKARTA_JDBC_USER, role).with(JdbcSettings.JAKARTA_JDBC_PASSWORD, "x");
        return role;
    }

    /** From now on the application logs in as one of the roles of all tests. */
    RuleBench logInAs(Role role) {
        return with(JdbcSettings.JAKARTA_JDBC_USER, database.user(role))
                .with(JdbcSettings.JAKARTA_JDBC_PASSWORD, database.password(role));
    }

    /** To be called after each test that made roles. */
    void dropRoles() {
        roles.forEach(role -> database.sql(
                Role.SUPERUSER, "reassign owned by " + role + " to owner", "drop owned by " + role + " cascade"));
        roles.forEach(role -> database.sql(Role.SUPERUSER, "drop role " + role));
        roles.clear();
    }

    /** Makes the schema, which gives no finding. */
    RuleBench correct() {
        database.empty();
        schema();
        assertThat(report().findings()).as("findings without any fault").isEmpty();
        return this;
    }

    /** Makes the schema, as it is. */
    RuleBench schema() {
        kept.createSchema(factories);
        return this;
    }

    /** Inserts a row for each tenant into the table {@code item} of {@link Item}: 1 for A, 2 for B, 3 for C, 4 for nobody. */
    RuleBench rows() {
        List<UUID> tenants = List.of(Tenants.A, Tenants.B, Tenants.C, Tenants.NOBODY);
        for (int row = 0; row < tenants.size(); row++) {
            database.sql(
                    Role.SUPERUSER,
                    "insert into item (id, tenant_id) values (" + (row + 1) + ", '" + tenants.get(row) + "')");
        }
        return this;
    }

    /** Runs statements that do harm, as the superuser. */
    RuleBench fault(String... sql) {
        database.sql(Role.SUPERUSER, sql);
        return this;
    }

    /** Has other policies take the place of the library's own on the table {@code item}. */
    RuleBench policies(String... sql) {
        return fault("drop policy tenant_isolation on item").fault(sql);
    }

    /** From now on the application logs in as a role of the test's own, whose password is {@code x}. */
    RuleBench loginAs(String role) {
        return with(JdbcSettings.JAKARTA_JDBC_USER, role).with(JdbcSettings.JAKARTA_JDBC_PASSWORD, "x");
    }

    /** How many rows a statement touches for a tenant, through an EntityManager. */
    int run(UUID tenant, String sql) {
        return as(tenant, em -> em.createNativeQuery(sql).executeUpdate());
    }

    /** A statement is refused to a tenant, by a policy. */
    RuleBench refuses(UUID tenant, String sql) {
        assertThatThrownBy(() -> run(tenant, sql))
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        return this;
    }

    /** What a piece of work for a tenant comes to, in a transaction of an application that verifies nothing. */
    <T> T as(UUID tenant, Function<EntityManager, T> work) {
        return TenantContext.callAs(tenant, () -> factory().callInTransaction(work));
    }

    /** As {@link #as}, for the system. */
    <T> T asSystem(Function<EntityManager, T> work) {
        try (SessionFactory factory =
                factories.with(TenantRlsSettings.VERIFICATION, "off").open()) {
            return TenantContext.callAsSystem("a test", () -> factory.callInTransaction(work));
        }
    }

    /** The server's version as a number, such as 160004. */
    int version() {
        return Integer.parseInt(
                String.valueOf(database.value(Role.OWNER, "select current_setting('server_version_num')")));
    }

    /** Skips the test if a statement is for a later server: before 15 no view uses the rights of whoever asks. */
    void assumeServerHas(String sql) {
        assumeThat(version() >= 150_000 || !sql.contains("security_invoker")).isTrue();
    }

    /** The rows of {@link #rows()} that a tenant sees through an EntityManager. */
    List<Long> visibleTo(UUID tenant) {
        return as(
                tenant,
                em -> em.createQuery("select id from item order by id", Long.class)
                        .getResultList());
    }

    /** As {@link #visibleTo}, for work without a tenant, which the settings must allow. */
    List<Long> visibleWithoutTenant() {
        return factory()
                .fromTransaction(em -> em.createQuery("select id from item order by id", Long.class)
                        .getResultList());
    }

    /** The numbers that a native query of a tenant yields through an EntityManager, after other statements. */
    List<Long> numbers(UUID tenant, String query, String... before) {
        return as(tenant, em -> {
            for (String sql : before) {
                em.createNativeQuery(sql).executeUpdate();
            }
            return em.unwrap(Session.class).createNativeQuery(query, Long.class).getResultList();
        });
    }

    /** The findings are this one alone. */
    Finding finds(String rule, Severity severity, String subject) {
        List<Finding> findings = report().findings();
        assertThat(findings).extracting(Finding::rule).as("%s", findings).containsExactly(rule);
        Finding finding = findings.get(0);
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.subject()).isEqualTo(subject);
        assertThat(finding.message()).isNotBlank();
        return finding;
    }

    /** A start is refused, and the message names the finding. */
    RuleBench refusesStart(String rule) {
        factories.with(TenantRlsSettings.VERIFICATION, "fail").with(TenantRlsSettings.VERIFICATION_FAIL_ON, "low");
        assertThatThrownBy(() -> factories.open().close())
                .hasRootCauseInstanceOf(IsolationException.class)
                .rootCause()
                .hasMessageContaining(rule);
        return this;
    }

    /** The SQL of a finding, run as it is by the superuser, leaves nothing to be found. */
    RuleBench mends(Finding finding) {
        assertThat(finding.mending()).as("SQL that mends %s", finding).isNotEmpty();
        database.sql(Role.SUPERUSER, finding.mendingScript());
        return clean();
    }

    /** Nothing is found. */
    RuleBench clean() {
        assertThat(report().findings()).isEmpty();
        return this;
    }

    VerificationReport report() {
        return RlsVerifier.of(factory()).verify();
    }

    private SessionFactory factory() {
        return kept.open(factories.with(TenantRlsSettings.VERIFICATION, "off"));
    }
}
