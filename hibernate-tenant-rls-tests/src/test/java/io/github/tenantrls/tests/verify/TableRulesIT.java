// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about what can be reached of a table under another name, and about tables of other servers. */
@ExtendWith(DatabaseExtension.class)
class TableRulesIT {

    private static final String CHILD =
            "create table memo_old () inherits (memo); grant select, insert on memo_old to app";

    private static final String PROTECTED = "alter table memo_old enable row level security;"
            + " alter table memo_old force row level security;"
            + " create policy tenant_isolation on memo_old using (tenant_id = "
            + "nullif(current_setting('app.current_tenant', true), '')::uuid)";

    private final Database database;
    private final RuleBench bench;

    TableRulesIT(Database database) {
        this.database = database;
        bench = new RuleBench(database, Memo.class);
    }

    @BeforeEach
    void no_other_server() {
        database.sql(Role.SUPERUSER, "drop foreign data wrapper if exists far cascade");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "; alter table memo_old enable row level security; create policy wide on memo_old using (true)",
                "; create policy tenant_isolation on memo_old using (id > 0);"
                        + " alter table memo_old enable row level security",
                "; " + PROTECTED + "; alter table memo_old disable row level security",
                "; " + PROTECTED + "; create policy wide on memo_old using (true)"
            })
    void rls031_an_inheritance_child_without_protection(String half) {
        bench.correct().fault(CHILD + half, old(Tenants.B)).refusesStart("RLS031");
        assertThat(bench.as(Tenants.A, Sql.values("select text from memo"))).isEmpty();
        assertThat(bench.as(Tenants.A, Sql.values("select text from memo_old")))
                .as("A reads a row of B by the name of the child")
                .containsExactly("by B");
        bench.mends(bench.finds("RLS031", Severity.HIGH, "public.memo_old"));
        assertThat(bench.as(Tenants.A, Sql.values("select text from memo_old"))).isEmpty();
        assertThat(bench.as(Tenants.B, Sql.values("select text from memo_old"))).containsExactly("by B");
    }

    @Test
    void rls031_a_child_that_is_not_forced() {
        bench.correct()
                .fault(CHILD, PROTECTED, "alter table memo_old no force row level security")
                .refusesStart("RLS031");
        bench.mends(bench.finds("RLS031", Severity.HIGH, "public.memo_old"));
    }

    @Test
    void rls031_a_child_with_a_policy_for_others_only() {
        bench.correct()
                .fault(CHILD, PROTECTED, "alter policy tenant_isolation on memo_old to system")
                .refusesStart("RLS031");
        bench.mends(bench.finds("RLS031", Severity.HIGH, "public.memo_old"));
    }

    @Test
    void rls031_a_partition_of_a_partition() {
        partitioned();
        bench.clean().fault("grant update (text) on \"memo 1\" to app").refusesStart("RLS031");
        Finding finding = bench.finds("RLS031", Severity.HIGH, "public.memo 1");
        assertThat(finding.message()).contains("it holds rows of public.memo");
        bench.mends(finding);
    }

    @Test
    void rls031_children_that_are_out_of_reach_or_protected_are_right() {
        bench.correct().fault(CHILD, PROTECTED).clean();
        bench.correct().fault(CHILD, "revoke all on memo_old from app").clean();
        bench.correct()
                .fault(
                        "create schema hidden",
                        CHILD,
                        "alter table memo_old set schema hidden",
                        "insert into hidden.memo_old (id, tenant_id) values (1, '" + Tenants.B + "')")
                .clean()
                .fault("drop schema hidden cascade");
    }

    @Test
    void rls032_an_entity_on_a_foreign_table() {
        bench.correct()
                .fault(
                        "drop table memo",
                        "create foreign data wrapper far",
                        "create server far foreign data wrapper far",
                        "create foreign table memo (id bigint, text text, tenant_id uuid) server far",
                        "grant select on memo to app",
                        "grant insert on memo to public")
                .refusesStart("RLS032");
        Finding finding = bench.finds("RLS032", Severity.HIGH, "public.memo");
        assertThat(finding.message()).contains("cannot have row-level security");
        bench.mends(finding);
        assertThat(bench.as(Tenants.A, Sql.values("select has_table_privilege('memo', 'select, insert')")))
                .containsExactly("false");
    }

    @Test
    void rls032_what_a_foreign_table_holds_everybody_sees() {
        bench.correct()
                .fault(
                        "drop table memo",
                        "create extension file_fdw",
                        "create server files foreign data wrapper file_fdw",
                        "create foreign table memo (id bigint, text text, tenant_id uuid) server files options (format 'csv',"
                                + " program 'echo 1,by B," + Tenants.B + "')",
                        "grant select on memo to app");
        assertThat(bench.as(Tenants.A, Sql.ofEntities("select text from memo"))).containsExactly("by B");
        bench.refusesStart("RLS032");
        bench.mends(bench.finds("RLS032", Severity.HIGH, "public.memo"));
        assertThatThrownBy(() -> bench.as(Tenants.A, Sql.ofEntities("select text from memo")))
                .hasMessageContaining("permission denied");
    }

    @Test
    void rls032_a_foreign_table_among_the_children() {
        bench.correct()
                .fault(
                        "create foreign data wrapper far",
                        "create server far foreign data wrapper far",
                        "create foreign table memo_far () inherits (memo) server far",
                        "grant select (id) on memo_far to app")
                .refusesStart("RLS032");
        bench.mends(bench.finds("RLS032", Severity.HIGH, "public.memo_far"));
    }

    @Test
    void rls032_a_foreign_table_that_the_role_cannot_reach_or_that_is_no_child_is_right() {
        bench.correct()
                .fault(
                        "create foreign data wrapper far",
                        "create server far foreign data wrapper far",
                        "create foreign table other (tenant_id uuid) server far",
                        "grant select on other to app",
                        "create foreign table memo_far () inherits (memo) server far")
                .clean();
    }

    /** Only the table itself is for the runtime role. */
    private void partitioned() {
        bench.correct();
        database.sql(
                Role.OWNER,
                "drop table memo",
                "create table memo (id bigint, text text, tenant_id uuid not null default"
                        + " nullif(current_setting('app.current_tenant', true), '')::uuid,"
                        + " primary key (tenant_id, id)) partition by hash (tenant_id)",
                "create table memo_0 partition of memo for values with (modulus 2, remainder 0)",
                "create table memo_1 partition of memo for values with (modulus 2, remainder 1) partition by range (id)",
                "create table \"memo 1\" partition of memo_1 default",
                "revoke all on memo_0, memo_1, \"memo 1\" from app");
        TestSchema.of(database).protect("memo");
    }

    private static String old(Object tenant) {
        return "insert into memo_old (id, text, tenant_id) values (1, 'by B', '" + tenant + "')";
    }
}
