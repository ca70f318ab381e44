// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule that compares the mapping with the catalog finds its fault, and nothing else does. */
@ExtendWith(DatabaseExtension.class)
class MappingRulesIT {

    private final Database database;

    MappingRulesIT(Database database) {
        this.database = database;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "house_rooms",
                "house_neighbour",
                "house_secret",
                "castle",
                "house_aud",
                "castle_aud",
                "house_secret_aud",
                "house_rooms_aud",
                "house_neighbour_aud"
            })
    void rls038_a_table_with_a_part_of_the_rows_without_protection(String table) {
        RuleBench bench = new RuleBench(database, Parts.House.class, Parts.Castle.class).correct();
        bench.as(Tenants.A, MappingRulesIT::castle);
        bench.as(Tenants.B, MappingRulesIT::castle);
        assertThat(tenantsSeenByA(bench, table)).containsExactly(Tenants.A.toString());
        bench.fault(
                        "drop policy tenant_isolation on " + table,
                        "drop policy tenant_floor on " + table,
                        "alter table " + table + " disable row level security")
                .refusesStart("RLS038");
        assertThat(tenantsSeenByA(bench, table)).containsExactly(Tenants.A.toString(), Tenants.B.toString());
        Finding finding = bench.finds("RLS038", Severity.CRITICAL, "public." + table);
        assertThat(finding.message()).contains("Parts$Castle");
        bench.mends(finding);
        assertThat(tenantsSeenByA(bench, table)).containsExactly(Tenants.A.toString());
    }

    @Test
    void rls038_the_table_of_the_entities_has_a_rule_of_its_own() {
        RuleBench bench = new RuleBench(database, Parts.House.class, Parts.Castle.class).correct();
        bench.fault(
                "drop policy tenant_isolation on house",
                "drop policy tenant_floor on house",
                "alter table house disable row level security");
        bench.mends(bench.finds("RLS001", Severity.CRITICAL, "public.house"));
    }

    private static Object castle(EntityManager em) {
        Parts.Castle castle = new Parts.Castle();
        castle.neighbours.add(castle);
        em.persist(castle);
        return castle;
    }

    private static List<String> tenantsSeenByA(RuleBench bench, String table) {
        return bench.as(Tenants.A, Sql.values("select distinct cast(tenant_id as text) from " + table + " order by 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "plain_words"})
    void rls039_an_entity_that_is_not_annotated_on_a_table_with_tenants(String table) {
        RuleBench bench = new RuleBench(database, Memo.class, Parts.Plain.class).correct();
        bench.fault("alter table " + table + " add tenant_id uuid").refusesStart("RLS039");
        bench.as(Tenants.B, MappingRulesIT::plain);
        assertThat(bench.as(Tenants.A, Sql.ofEntities("select w from plain p join p.words w order by w")))
                .as("A reads what B wrote")
                .containsExactly("by B");
        Finding finding = bench.finds("RLS039", Severity.HIGH, "public." + table);
        assertThat(finding.message())
                .contains("the column tenant_id")
                .contains("Parts$Plain is not @TenantScoped")
                .contains("annotate the entity");
        assertThat(finding.mending()).isEmpty();
    }

    private static Object plain(EntityManager em) {
        Parts.Plain plain = new Parts.Plain();
        plain.words.add("by B");
        em.persist(plain);
        return plain;
    }

    @Test
    void rls039_a_policy_for_tenants_tells_too() {
        RuleBench bench = new RuleBench(database, Memo.class, Parts.Plain.class).correct();
        bench.fault("create policy p on plain using (id::text = current_setting('app.current_tenant', true))");
        assertThat(bench.finds("RLS039", Severity.HIGH, "public.plain").message())
                .contains("a policy for tenants");
    }

    @Test
    void rls039_once_the_entity_is_annotated_its_rows_are_isolated() {
        RuleBench bench = new RuleBench(database, Parts.PlainScoped.class).correct();
        bench.as(Tenants.B, Sql.run("insert into plain (id) values (2)"));
        assertThat(bench.as(Tenants.A, Sql.ofEntities("select id from plain_scoped")))
                .isEmpty();
    }

    @Test
    void rls039_a_table_that_a_tenant_scoped_entity_shares_is_checked_as_its_own() {
        new RuleBench(database, Parts.Plain.class, Parts.PlainScoped.class).correct();
    }

    @Test
    void rls039_the_tenants_themselves_revisions_and_what_the_role_cannot_reach_are_right() {
        new RuleBench(database, Parts.House.class, Parts.Castle.class, Parts.Change.class, Parts.Customer.class)
                .correct();
        new RuleBench(database, Memo.class, Parts.Plain.class)
                .correct()
                .fault("alter table plain add tenant_id uuid", "revoke all on plain from app")
                .clean();
    }

    @ParameterizedTest
    @ValueSource(classes = {Parts.Written.class, Parts.Identified.class, Parts.Annotated.class})
    void rls025_a_column_that_an_attribute_writes_needs_no_default(Class<?> entity) {
        String table = entity.getAnnotation(Entity.class).name();
        new RuleBench(database, entity)
                .correct()
                .fault("alter table " + table + " alter tenant_id drop default")
                .clean();
    }

    @Test
    void rls025_a_column_that_an_attribute_only_reads_needs_one() {
        RuleBench bench = new RuleBench(database, Parts.OnlyRead.class).correct();
        bench.fault("alter table only_read alter tenant_id drop default");
        bench.mends(bench.finds("RLS025", Severity.HIGH, "public.only_read"));
    }

    @Test
    void rls040_a_table_that_the_search_path_finds_twice() {
        RuleBench bench = new RuleBench(database, Memo.class).correct();
        bench.fault(
                "create schema decoy",
                "grant usage on schema decoy to app",
                "create table decoy.memo (id bigint, text text)",
                "grant all on decoy.memo to app");
        bench.clean()
                .with(JdbcSettings.JAKARTA_JDBC_URL, withPath("public,decoy"))
                .refusesStart("RLS040");
        Finding finding = bench.finds("RLS040", Severity.CRITICAL, "public.memo");
        assertThat(finding.message()).contains("in public, decoy").contains("name the schema");
        assertThat(finding.mending()).isEmpty();
        bench.fault("drop schema decoy cascade").clean();
    }

    @Test
    void rls040_the_unprotected_one_of_two_tables_comes_first() {
        RuleBench bench = new RuleBench(database, Memo.class).correct();
        bench.fault(
                "create schema decoy",
                "grant usage on schema decoy to app",
                "create table decoy.memo as select 2::bigint as id, '" + Tenants.B + "'::uuid as tenant_id",
                "grant select on decoy.memo to app");
        bench.with(JdbcSettings.JAKARTA_JDBC_URL, withPath("decoy,public"));
        assertThat(bench.as(Tenants.A, Sql.ofEntities("select id from memo"))).containsExactly("2");
        bench.refusesStart("RLS040");
        assertThat(bench.report().findings())
                .filteredOn(finding -> finding.rule().equals("RLS040"))
                .extracting(Finding::subject)
                .containsExactly("decoy.memo");
        bench.with("hibernate.default_schema", "public").clean(); // no SQL mends it
        assertThat(bench.as(Tenants.A, Sql.ofEntities("select id from memo"))).isEmpty();
        bench.fault("drop schema decoy cascade");
    }

    @Test
    void rls040_of_a_table_with_a_schema_there_is_only_one() {
        RuleBench bench = new RuleBench(database, Memo.class)
                .with("hibernate.default_schema", "public")
                .correct()
                .fault("create schema decoy", "grant usage on schema decoy to app", "create table decoy.memo ()");
        bench.with(JdbcSettings.JAKARTA_JDBC_URL, withPath("decoy,public"))
                .clean()
                .fault("drop schema decoy cascade");
    }

    private String withPath(String schemas) {
        return database.url() + (database.url().contains("?") ? "&" : "?") + "currentSchema=" + schemas;
    }
}
