// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule finds its fault, nothing else does, and the SQL of the finding mends it. */
@ExtendWith(DatabaseExtension.class)
class RulesIT {

    private final Database database;

    RulesIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void a_correct_schema() {
        database.sql(Role.OWNER, "drop table if exists item_tags, item");
        Factories.on(database, Item.class).createSchema();
    }

    @Test
    void the_schema_that_the_library_makes_gives_no_finding() {
        VerificationReport report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.tables()).containsExactly("public.item", "public.item_tags");
        assertThat(report.role()).isEqualTo("app");
        assertThat(report.unit()).isEqualTo("tests");
        assertThat(report.serverVersion()).matches("\\d+.*");
        assertThat(report.duration()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RLS038 | CRITICAL | drop policy tenant_isolation on item_tags; drop policy tenant_floor on item_tags; \
                                alter table item_tags disable row level security
            RLS038 | CRITICAL | drop policy tenant_isolation on item_tags; drop policy tenant_floor on item_tags; \
                                alter table item_tags disable row level security; \
                                alter table item_tags no force row level security; alter table item_tags drop tenant_id; \
                                alter table item_tags drop constraint if exists item_tags_item_id_tags_key
            RLS002 | CRITICAL | alter table item_tags disable row level security
            RLS002 | CRITICAL | alter table item_tags disable row level security; \
                                alter table item_tags no force row level security
            RLS003 | HIGH     | alter table item_tags no force row level security
            RLS004 | HIGH     | drop policy tenant_isolation on item_tags; drop policy tenant_floor on item_tags
            RLS004 | HIGH     | drop policy tenant_isolation on item_tags; drop policy tenant_floor on item_tags; \
                                alter table item_tags drop tenant_id; \
                                alter table item_tags drop constraint if exists item_tags_item_id_tags_key
            """)
    void each_rule_finds_its_fault_and_its_sql_mends_it(String rule, Severity severity, String fault) {
        database.sql(Role.SUPERUSER, fault);
        Finding finding = theOnly(verify());
        assertThat(finding.rule()).isEqualTo(rule);
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.subject()).isEqualTo("public.item_tags");
        assertThat(finding.mending()).isNotEmpty().allMatch(sql -> sql.contains("\"public\".\"item_tags\""));
        database.sql(Role.SUPERUSER, finding.mendingScript());
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void an_owner_who_is_not_under_force_is_two_faults() {
        database.sql(
                Role.SUPERUSER,
                "alter table item_tags no force row level security",
                "alter table item_tags owner to app");
        VerificationReport report = verify();
        assertThat(report.findings()).extracting(Finding::rule).containsExactly("RLS003", "RLS008");
        assertThat(report.findings()).extracting(Finding::severity).containsExactly(Severity.CRITICAL, Severity.HIGH);
        report.findings().forEach(finding -> database.sql(Role.SUPERUSER, finding.mendingScript()));
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void a_missing_table_is_found_even_if_it_is_only_out_of_the_search_path() {
        database.sql(Role.OWNER, "create schema elsewhere", "alter table item_tags set schema elsewhere");
        Finding finding = theOnly(verify());
        assertThat(finding.rule()).isEqualTo("RLS040");
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.subject()).isEqualTo("item_tags");
        assertThat(finding.message()).contains("\"$user\", public");
        database.sql(Role.OWNER, "alter table elsewhere.item_tags set schema public", "drop schema elsewhere");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void a_view_in_place_of_a_table_is_found() {
        database.sql(Role.OWNER, "drop table item_tags", "create view item_tags as select * from item");
        Finding finding = theOnly(verify());
        assertThat(finding.rule()).isEqualTo("RLS001");
        assertThat(finding.message()).contains("no table");
        assertThat(finding.mending()).isEmpty();
        database.sql(Role.OWNER, "drop view item_tags");
    }

    @ParameterizedTest
    @CsvSource({"RLS005, superuser nobypassrls", "RLS006, nosuperuser bypassrls"})
    void a_role_to_whom_no_policy_applies_is_found(String rule, String attributes) {
        String role = database.name() + "_" + attributes.substring(0, 5);
        database.sql(Role.SUPERUSER, "create role " + role + " login password 'x' " + attributes);
        try {
            database.sql(Role.SUPERUSER, "grant usage on schema public to " + role);
            Finding finding = theOnly(verifyAs(role));
            assertThat(finding.rule()).isEqualTo(rule);
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.subject()).isEqualTo(role);
            database.sql(Role.SUPERUSER, finding.mendingScript());
            assertThat(verifyAs(role).findings()).isEmpty();
        } finally {
            database.sql(Role.SUPERUSER, "drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void accepted_findings_are_left_out_by_rule_or_by_table() {
        database.sql(
                Role.OWNER,
                "alter table item no force row level security",
                "alter table item_tags no force row level security");
        assertThat(verifyIgnoring("RLS003").findings()).isEmpty();
        assertThat(theOnly(verifyIgnoring("RLS001, RLS003:public.item")).subject())
                .isEqualTo("public.item_tags");
        assertThat(verifyIgnoring("RLS001").findings()).hasSize(2);
    }

    @Test
    void the_text_of_the_report_says_what_to_do() {
        database.sql(Role.OWNER, "alter table item no force row level security");
        assertThat(verify().toString().lines().skip(1))
                .containsExactly(
                        "",
                        "public.item",
                        "  HIGH RLS003 owner-exempt: row-level security is not forced, so the policies do not apply to"
                                + " the owner",
                        "    alter table \"public\".\"item\" force row level security;");
        assertThat(verify().toString())
                .startsWith(
                        "1 finding (1 high) in 2 tenant-scoped tables of tests, seen as role app" + " on PostgreSQL ");
    }

    private VerificationReport verify() {
        return verify(factories());
    }

    private VerificationReport verifyIgnoring(String ignored) {
        return verify(factories().with(TenantRlsSettings.VERIFICATION_IGNORE, ignored));
    }

    private VerificationReport verifyAs(String role) {
        return verify(factories()
                .with(JdbcSettings.JAKARTA_JDBC_USER, role)
                .with(JdbcSettings.JAKARTA_JDBC_PASSWORD, "x")
                .with(TenantRlsSettings.RUNTIME_ROLE, null));
    }

    private Factories factories() {
        return Factories.on(database, Item.class).with(TenantRlsSettings.VERIFICATION, "off");
    }

    private static VerificationReport verify(Factories factories) {
        try (SessionFactory factory = factories.open()) {
            return RlsVerifier.of(factory).verify();
        }
    }

    private static Finding theOnly(VerificationReport report) {
        List<Finding> findings = report.findings();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }
}
