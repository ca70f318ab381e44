// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that look as if they compared the tenant, and let through rows of others. */
@ExtendWith(DatabaseExtension.class)
class PolicyDisguisesIT {

    private static final String TENANT = "nullif(current_setting('app.current_tenant', true), '')::uuid";
    private static final String OWN_ROWS = "(tenant_id = " + TENANT + ")";
    private static final String CURRENT = "current_setting('app.current_tenant', true)";
    private static final String B = "'" + Tenants.B + "'::uuid";

    private final Database database;
    private final RuleBench bench;

    PolicyDisguisesIT(Database database) {
        this.database = database;
        // without the floor, or else it would hold back what a policy lets through
        bench = new RuleBench(database, Item.class).with(TenantRlsSettings.RUNTIME_ROLE, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a list put together     | tenant_id = any (array_cat(array[TENANT], array[FOR_B]))
            a list with one more    | tenant_id = any (array_append(array[TENANT], FOR_B))
            part of the text        | tenant_id = overlay(CURRENT placing 'bbbbbbbb-0000-4000-8000-00000000000b' from 1)::uuid
            a branch for a value    | tenant_id = case when CURRENT like 'a%' then FOR_B else TENANT end
            the greater one         | tenant_id = greatest(TENANT, FOR_B)
            a union                 | tenant_id in (select TENANT union select FOR_B)
            a list of values        | tenant_id in (values (TENANT), (FOR_B))
            a constant from a table | tenant_id = (select FOR_B from tenants t where t.id = TENANT)
            a table asked vaguely   | tenant_id in (select t.id from tenants t where CURRENT is not null)
            a cast that cuts        | tenant_id::varchar(1) in (CURRENT::varchar(1), 'b')
            a case within a case    | case when (case when id > 0 then OWN else OWN end) then OWN else true end
            all of a list           | tenant_id = all (array_remove(array[TENANT], TENANT))
            """)
    void a_value_that_is_not_only_the_current_tenant(String what, String condition) {
        tenants();
        finds("alter policy tenant_isolation on item using (" + condition + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create function \"coalesce\"(boolean, boolean) returns boolean immutable language sql as 'select true'; "
                        + "alter policy tenant_isolation on item using (\"coalesce\"(OWN, OWN))",
                "create function \"nullif\"(text, text) returns text stable language sql as 'select FOR_B::text'; "
                        + "alter policy tenant_isolation on item using (tenant_id = \"nullif\"(CURRENT, '')::uuid)",
                "create function public.current_setting(text, int) returns text stable language sql as 'select FOR_B::text'; "
                        + "alter policy tenant_isolation on item using (tenant_id = current_setting('app.current_tenant', 1)::uuid)",
                "create function public.current_setting(text, boolean) returns text stable language sql as 'select FOR_B::text'; "
                        + "alter policy tenant_isolation on item using (tenant_id = public.current_setting('app.current_tenant', true)::uuid)",
                "create function anybody() returns uuid stable language sql as 'select FOR_B'; "
                        + "alter policy tenant_isolation on item using (tenant_id = anybody())",
                "create function fits(uuid) returns boolean stable language sql as 'select true'; "
                        + "alter policy tenant_isolation on item using (fits(tenant_id))",
                "create function mine(uuid) returns boolean stable language sql as $$ select $1 = TENANT $$; "
                        + "alter policy tenant_isolation on item using (not mine(tenant_id))",
                "create function mine(uuid) returns boolean stable language sql as $$ select $1 = TENANT $$; "
                        + "alter policy tenant_isolation on item using (mine(tenant_id) is not null)",
                "create function first(uuid, uuid) returns uuid immutable language sql as 'select FOR_B'; "
                        + "create aggregate any_of(uuid) (sfunc = first, stype = uuid); "
                        + "alter policy tenant_isolation on item using (tenant_id = (select any_of(TENANT)))",
                "create function same(uuid, text) returns boolean immutable language sql as 'select true'; "
                        + "create operator = (leftarg = uuid, rightarg = text, function = same); "
                        + "alter policy tenant_isolation on item using (tenant_id = CURRENT)",
            })
    void a_function_or_an_operator_of_somebodys_own(String fault) {
        bench.correct().rows();
        finds(fault.replace("'select FOR_B", "'select ''" + Tenants.B + "''::uuid"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant_id::varchar(1) in (CURRENT::varchar(1), 'b')",
                "tenant_id in (select t.id from tenants t where CURRENT is not null)",
                "case when (case when id > 0 then OWN else OWN end) then OWN else true end",
                "tenant_id::one = TENANT::one",
            })
    void a_restrictive_policy_of_that_kind_makes_up_for_nothing(String condition) {
        tenants();
        bench.fault(
                "create type one as enum ('one')",
                "create function one(uuid) returns one immutable language sql as $$ select 'one'::one $$",
                "create cast (uuid as one) with function one(uuid)");
        finds("alter policy tenant_isolation on item using (true); "
                + "create policy floor on item as restrictive using (" + condition + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"using", "with check"})
    void a_table_that_says_whose_rows_are_shown_without_the_current_tenant(String clause) {
        tenants();
        bench.fault("alter policy tenant_isolation on item " + clause + " (tenant_id in (select id from tenants))");
        bench.run(
                Tenants.A,
                clause.equals("using")
                        ? "delete from item where id = 2"
                        : "insert into item (id, tenant_id) values (9, " + B + ")");
        Finding finding = bench.finds("RLS046", Severity.CRITICAL, "public.item");
        assertThat(finding.message()).contains("reads tenants and not who the current tenant is");
        bench.mends(finding);
    }

    @Test
    void a_row_without_tenant_behind_a_constraint_that_was_not_validated() {
        bench.correct().rows();
        assumeThat(bench.version())
                .as("has not-null constraints that are not valid")
                .isGreaterThanOrEqualTo(180_000);
        bench.fault(
                "alter table item alter tenant_id drop not null",
                "insert into item (id) values (5)",
                "alter table item add constraint present not null tenant_id not valid",
                "alter policy tenant_isolation on item using (" + OWN_ROWS + " or tenant_id is null)");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 5L);
        assertThat(bench.report().findings()).extracting(Finding::rule).contains("RLS010");
    }

    @Test
    void a_collation_for_which_different_tenants_are_equal() throws SQLException {
        bench.with(TenantRlsSettings.COLUMN_TYPE, "text").correct();
        bench.policies(
                "create collation if not exists public.caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "drop table item_tags", // its foreign key wants the collation that item had
                "alter table item alter tenant_id type text collate public.caseless",
                "insert into item (id, tenant_id) values (1, 'acme'), (2, 'ACME')",
                "create policy p on item using (tenant_id = nullif(" + CURRENT + ", ''))");
        try (Connection connection = database.connection(Role.APP);
                Statement statement = connection.createStatement()) {
            statement.execute("set app.current_tenant = 'acme'");
            ResultSet seen = statement.executeQuery("select count(*) from item");
            seen.next();
            assertThat(seen.getInt(1)).isEqualTo(2);
        }
        assertThat(bench.report().findings()).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo("RLS010");
            assertThat(finding.message()).contains("collation");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant_id = case when CURRENT = '' then null else TENANT end",
                "tenant_id = any (string_to_array(nullif(CURRENT, ''), ',')::uuid[])",
                "tenant_id = (nullif(CURRENT, '') collate \"C\")::uuid",
                "tenant_id = pg_catalog.current_setting('app.current_tenant', true)::uuid or false",
            })
    void is_not_found_for_what_is_the_current_tenant_however_it_is_put(String condition) {
        bench.correct().rows();
        bench.fault("alter policy tenant_isolation on item using (" + filled(condition) + ")");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        assertThat(bench.report().findings())
                .extracting(Finding::rule)
                .doesNotContain("RLS010", "RLS011", "RLS015", "RLS017", "RLS019");
    }

    @Test
    void an_expression_too_deep_to_be_read_is_a_finding_and_no_crash() {
        bench.correct().rows();
        String deep = String.join("", Collections.nCopies(1500, "not (")) + OWN_ROWS + ")".repeat(1500);
        bench.fault("alter policy tenant_isolation on item using (" + deep + ")");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.mends(bench.finds("RLS015", Severity.CRITICAL, "public.item"));
    }

    private void tenants() {
        bench.correct().rows();
        bench.fault(
                "create table tenants (id uuid)",
                "insert into tenants select tenant_id from item",
                "grant select on tenants to app");
    }

    /** The leak is there, a finding that refuses the start says so, and its SQL ends it. */
    private void finds(String fault) {
        bench.fault(filled(fault));
        assertThat(bench.visibleTo(Tenants.A)).contains(2L);
        Finding worst = bench.report().findings().get(0);
        assertThat(worst.severity()).isLessThanOrEqualTo(Severity.HIGH);
        assertThat(worst.rule()).isIn("RLS010", "RLS011", "RLS015");
        bench.fault(worst.mendingScript());
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    private static String filled(String sql) {
        return sql.replace("OWN", OWN_ROWS)
                .replace("TENANT", TENANT)
                .replace("CURRENT", CURRENT)
                .replace("FOR_B", B);
    }
}
