// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about what policies call and read finds its fault, nothing else does, and the SQL of the finding mends it. */
@ExtendWith(DatabaseExtension.class)
class PolicyFunctionRulesIT {

    private static final String TENANT = "nullif(current_setting('app.current_tenant', true), '')::uuid";
    private static final String OWN_ROWS = "(tenant_id = " + TENANT + ")";
    private static final String OTHER = "nullif(current_setting('app.other', true), '')::uuid";

    private final Database database;
    private final RuleBench bench;

    PolicyFunctionRulesIT(Database database) {
        this.database = database;
        // without the floor, or else it would hold back what a policy lets through
        bench = new RuleBench(database, Item.class).with(TenantRlsSettings.RUNTIME_ROLE, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter policy tenant_isolation on item using (tenant_id = OTHER)",
                "alter policy tenant_isolation on item using (tenant_id = (select OTHER))",
                "alter policy tenant_isolation on item using (tenant_id = helper())",
                "create policy more on item for select using (tenant_id = OTHER and id > 0)",
            })
    void rls017_a_policy_that_reads_another_setting(String fault) {
        bench.correct().rows();
        helper("sql", "select " + OTHER);
        bench.fault(fault.replace("OTHER", OTHER));
        assertThat(seenWithOther(Tenants.B)).contains(2L);
        bench.refusesStart("RLS017");
        Finding finding = bench.finds("RLS017", Severity.CRITICAL, "public.item");
        assertThat(finding.message()).contains("app.other", "app.current_tenant");
        bench.mends(finding);
        assertThat(seenWithOther(Tenants.B)).containsExactly(1L);
    }

    @Test
    void rls017_another_setting_for_new_rows_alone() {
        bench.correct().rows().fault("alter policy tenant_isolation on item with check (tenant_id = " + OTHER + ")");
        assertThat(bench.<Integer>as(Tenants.A, em -> {
                    em.createNativeQuery("set local app.other = '" + Tenants.B + "'")
                            .executeUpdate();
                    return em.createNativeQuery("insert into item (id, tenant_id) values (9, '" + Tenants.B + "')")
                            .executeUpdate();
                }))
                .isEqualTo(1);
        bench.mends(bench.finds("RLS017", Severity.CRITICAL, "public.item"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sql     | select nullif(current_setting('app.current_tenant', true), '')::uuid -- not 'app.other'
            plpgsql | begin /* current_setting('app.other') */ \
                      return nullif(current_setting('app.current_tenant', true), '')::uuid; end
            plpgsql | declare name text := 'app.current_tenant'; begin \
                      return nullif(current_setting(name, true), '')::uuid; end
            sql     | select nested()
            """)
    void rls017_is_not_found_for_a_helper_that_reads_the_right_setting_or_cannot_be_followed(
            String language, String body) {
        bench.correct()
                .rows()
                .fault("create function nested() returns uuid stable language sql as $$ select " + TENANT + " $$");
        helper(language, body);
        bench.policies("create policy p on item using (tenant_id = helper())");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.clean();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            22P02 | tenant_id = current_setting('app.current_tenant', true)::uuid
            22P02 | tenant_id = current_setting('app.current_tenant')::uuid
            22P02 | tenant_id = (select coalesce(current_setting('app.current_tenant', true), '')::uuid)
            22P02 | tenant_id = helper()
            22P02 | tenant_id = as_text()::uuid
            42704 | tenant_id = nullif(current_setting('app.current_tenant'), '')::uuid
            """)
    void rls018_an_error_where_no_tenant_is_bound(String state, String condition) {
        bench.correct().rows();
        helper("plpgsql", "begin return current_setting('app.current_tenant', true)::uuid; end");
        bench.fault("create function as_text() returns text stable language sql as $$ select"
                + " current_setting('app.current_tenant', true) $$");
        bench.policies("create policy p on item using (" + condition + " and id < 10)");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        assertThat(stateWithoutTenant(state.equals("22P02"))).isEqualTo(state);
        bench.refusesStart("RLS018");
        Finding finding = bench.finds("RLS018", Severity.MEDIUM, "public.item");
        assertThat(finding.mending()).singleElement().asString().contains("id < 10");
        bench.mends(finding);
        assertThat(stateWithoutTenant(state.equals("22P02"))).isEqualTo("00000");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sql     | select case when current_setting('app.current_tenant', true) <> '' \
                      then current_setting('app.current_tenant', true)::uuid end
            plpgsql | begin return current_setting('app.current_tenant')::uuid; \
                      exception when others then return null; end
            plpgsql | declare t text := current_setting('app.current_tenant', true); begin \
                      if t = '' then return null; end if; return t::uuid; end
            """)
    void rls018_is_not_found_for_a_helper_that_takes_care_of_it(String language, String body) {
        bench.correct().rows();
        helper(language, body);
        bench.policies("create policy p on item using (tenant_id = helper())");
        assertThat(stateWithoutTenant(true)).isEqualTo("00000");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.clean();
    }

    @Test
    void rls045_a_volatile_helper() {
        bench.correct().rows();
        helper("sql", "select " + TENANT);
        bench.policies("create policy p on item using (tenant_id = helper())").clean();
        bench.fault("alter function helper() volatile");
        bench.refusesStart("RLS045");
        Finding finding = bench.finds("RLS045", Severity.MEDIUM, "public.item");
        assertThat(finding.message()).contains("public.helper()", "volatile");
        bench.mends(finding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"random() >= 0", "noting(id)"})
    void rls045_a_volatile_function_beside_the_tenant_is_taken_out_of_the_policy(String volatileCall) {
        bench.correct().rows();
        bench.fault(
                "create table noted (id bigint)",
                "create function noting(bigint) returns boolean language sql security definer set search_path = public, pg_temp"
                        + " as 'insert into noted values ($1) returning true'");
        bench.fault("alter policy tenant_isolation on item using (" + OWN_ROWS + " and " + volatileCall + ")");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.mends(bench.finds("RLS045", Severity.MEDIUM, "public.item"));
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls045_a_helper_that_the_runtime_role_can_replace() {
        bench.correct().rows();
        helper("sql", "select " + TENANT);
        bench.policies("create policy p on item using (tenant_id = helper())");
        bench.fault("grant create on schema public to app", "alter function helper() owner to app");
        String replace = "create or replace function helper() returns uuid stable language sql as $$ select '"
                + Tenants.B + "'::uuid $$";
        bench.run(Tenants.A, replace);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(2L);
        helper("sql", "select " + TENANT);
        bench.fault("revoke create on schema public from app"); // a fault of its own
        bench.refusesStart("RLS045");
        Finding finding = bench.finds("RLS045", Severity.MEDIUM, "public.item");
        assertThat(finding.message()).contains("public.helper()", "can replace");
        bench.mends(finding);
        bench.fault("grant create on schema public to app");
        bench.refuses(Tenants.A, replace);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls046_a_policy_that_shows_what_another_table_says() {
        bench.correct().rows();
        members();
        bench.policies(
                "create policy p on item using (tenant_id in (select tenant_id from members where who = current_user))");
        assertThat(bench.visibleTo(Tenants.A)).isEmpty();
        bench.run(Tenants.A, "insert into members values ('" + Tenants.B + "', 'app')");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(2L);
        bench.refusesStart("RLS046");
        Finding finding = bench.finds("RLS046", Severity.CRITICAL, "public.item");
        assertThat(finding.message()).contains("reads members");
        bench.mends(finding);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls046_a_policy_that_asks_another_table_besides() {
        bench.correct().rows();
        members();
        bench.fault("alter policy tenant_isolation on item using (" + OWN_ROWS + " and exists (select from members))");
        bench.mends(bench.finds("RLS046", Severity.MEDIUM, "public.item"));
        bench.fault("alter policy tenant_isolation on item using (" + OWN_ROWS + " and id in (select id from item))");
        Finding finding = bench.finds("RLS046", Severity.MEDIUM, "public.item");
        assertThat(finding.message()).contains("public.item itself");
        bench.mends(finding);
    }

    @Test
    void rls046_is_not_found_for_a_sub_select_without_a_table_nor_for_a_restrictive_policy() {
        bench.correct().rows();
        members();
        bench.policies(
                "create policy p on item using (tenant_id = (select " + TENANT + " as members))",
                "create policy besides on item as restrictive using (not exists (select from members where who = 'x'))");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.clean();
    }

    @Test
    void several_findings_about_one_policy_are_mended_one_after_the_other() {
        bench.correct().rows();
        helper("sql", "select current_setting('app.current_tenant')::uuid");
        members();
        bench.policies(
                "create policy p on item using (tenant_id::text = (select helper()::text) and exists (select from"
                        + " members))");
        bench.fault("alter function helper() volatile");
        List<Finding> findings = bench.report().findings();
        assertThat(findings).extracting(Finding::rule).containsExactly("RLS021", "RLS018", "RLS045", "RLS046");
        findings.forEach(finding -> bench.fault(finding.mending().toArray(String[]::new)));
        bench.clean();
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    private void helper(String language, String body) {
        bench.fault("create or replace function helper() returns uuid stable language " + language + " as $body$ "
                + body + "\n $body$");
    }

    private void members() {
        bench.fault("create table members (tenant_id uuid, who name)", "grant all on members to app");
    }

    private List<Long> seenWithOther(UUID tenant) {
        return bench.as(Tenants.A, em -> {
            em.createNativeQuery("set local app.other = '" + tenant + "'").executeUpdate();
            return em.createQuery("select id from item order by id", Long.class).getResultList();
        });
    }

    /** What a query gets without a tenant, be it after a transaction that had one or not: its SQLSTATE. */
    private String stateWithoutTenant(boolean usedBefore) {
        try (Connection connection = database.connection(Role.APP);
                Statement statement = connection.createStatement()) {
            if (usedBefore) {
                statement.execute("begin");
                statement.execute("set local app.current_tenant = '" + Tenants.A + "'");
                statement.execute("commit");
            }
            statement.executeQuery("select id from item").close();
            return "00000";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
