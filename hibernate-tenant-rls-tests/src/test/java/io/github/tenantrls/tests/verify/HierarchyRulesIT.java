// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are reached by the name of a parent or of a child, whose own policies alone hold then. */
@ExtendWith(DatabaseExtension.class)
class HierarchyRulesIT {

    private static final String CURRENT = "tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid";
    private static final String OF_B = "insert into memo (id, text, tenant_id) values (1, 'by B', '" + Tenants.B + "')";
    private static final String OF_B_IN_CHILD =
            "insert into memo_old (id, text, tenant_id) values (1, 'by B', '" + Tenants.B + "')";
    private static final String WITHOUT_KEY = "alter table memo drop constraint memo_pkey";
    private static final String PARTITIONED = WITHOUT_KEY + "; create table whole (like memo) partition by range (id);"
            + " alter table whole attach partition memo for values from (0) to (100);"
            + " grant select, update on whole to app";
    private static final String CHILD = "create table memo_old () inherits (memo);"
            + " alter table memo_old enable row level security; alter table memo_old force row level security;"
            + " grant select on memo_old to app";

    private final RuleBench bench;

    HierarchyRulesIT(Database database) {
        bench = new RuleBench(database, Memo.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PARTITIONED,
                PARTITIONED
                        + "; alter table whole enable row level security; alter table whole force row level security;"
                        + " create policy mine on whole using (tenant_id is not null)",
                "create table whole (tenant_id uuid not null, text varchar(255)); alter table memo inherit whole;"
                        + " grant select on whole to app",
                PARTITIONED + "; create table more (like memo) partition by range (id);"
                        + " alter table more attach partition whole for values from (0) to (1000);"
                        + " revoke all on whole from app; grant select on more to app; alter table whole rename to inner_part;"
                        + " alter table more rename to whole"
            })
    void rls031_a_parent_of_the_table_shows_its_rows(String parent) {
        bench.correct().fault(parent, OF_B).refusesStart("RLS031");
        assertThat(bench.as(Tenants.A, Sql.values("select text from whole")))
                .as("A reads a row of B by the name of the parent")
                .containsExactly("by B");
        Finding finding = bench.finds("RLS031", Severity.HIGH, "public.whole");
        assertThat(finding.message()).startsWith("it shows the rows of public.memo and the runtime role may reach it");
        bench.mends(finding);
        assertThat(bench.as(Tenants.A, Sql.values("select text from whole"))).isEmpty();
        assertThat(bench.as(Tenants.B, Sql.values("select text from whole"))).containsExactly("by B");
    }

    @Test
    void rls031_a_parent_without_a_tenant_cannot_be_protected_and_is_taken_from_the_role() {
        bench.correct()
                .fault(
                        "create table whole (text varchar(255))",
                        "alter table memo inherit whole",
                        "grant select on whole to app")
                .fault(OF_B)
                .refusesStart("RLS031");
        assertThat(bench.as(Tenants.A, Sql.values("select text from whole"))).containsExactly("by B");
        Finding finding = bench.finds("RLS031", Severity.HIGH, "public.whole");
        assertThat(finding.mending()).containsExactly("revoke all on table \"public\".\"whole\" from app");
        bench.mends(finding);
    }

    @Test
    void rls031_parents_that_are_out_of_reach_or_protected_are_right() {
        bench.correct().fault(PARTITIONED, "revoke all on whole from app").clean();
        bench.correct()
                .fault(PARTITIONED, "alter table whole enable row level security")
                .fault(
                        "alter table whole force row level security",
                        "create policy mine on whole using (" + CURRENT + ")")
                .clean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant_id is not null", CURRENT + " or text is not null", "tenant_id::text <> ''"})
    void rls031_a_policy_of_a_child_that_looks_at_the_tenant_and_shows_others_all_the_same(String condition) {
        bench.correct()
                .fault(CHILD, "create policy own on memo_old using (" + condition + ")", OF_B_IN_CHILD)
                .refusesStart("RLS031");
        assertThat(bench.as(Tenants.A, Sql.values("select text from memo_old")))
                .as("A reads a row of B by the name of the child")
                .containsExactly("by B");
        bench.mends(bench.finds("RLS031", Severity.HIGH, "public.memo_old"));
        assertThat(bench.as(Tenants.A, Sql.values("select text from memo_old"))).isEmpty();
        assertThat(bench.as(Tenants.B, Sql.values("select text from memo_old"))).containsExactly("by B");
    }

    @Test
    void rls031_a_wide_policy_of_a_child_under_a_floor_is_right() {
        bench.correct()
                .fault(CHILD, "create policy own on memo_old using (true)", OF_B_IN_CHILD)
                .fault("create policy held on memo_old as restrictive using (" + CURRENT + ")")
                .clean();
        assertThat(bench.as(Tenants.A, Sql.values("select text from memo_old"))).isEmpty();
    }
}
