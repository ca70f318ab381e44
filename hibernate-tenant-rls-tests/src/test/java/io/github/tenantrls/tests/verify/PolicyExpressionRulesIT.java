// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about what policies let through finds its fault, nothing else does, and the SQL of the finding mends it. */
@ExtendWith(DatabaseExtension.class)
class PolicyExpressionRulesIT {

    private static final String TENANT = "nullif(current_setting('app.current_tenant', true), '')::uuid";
    private static final String OWN_ROWS = "(tenant_id = " + TENANT + ")";
    private static final String INSERT_FOR_B = "insert into item (id, tenant_id) values (9, '" + Tenants.B + "')";

    private final RuleBench bench;

    PolicyExpressionRulesIT(Database database) {
        // without the floor, or else it would hold back what a policy lets through
        bench = new RuleBench(database, Item.class).with(TenantRlsSettings.RUNTIME_ROLE, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create policy wide on item using (tenant_id = 'bbbbbbbb-0000-4000-8000-00000000000b')",
                "create policy wide on item for select using (OWN or id = 2)",
                "create policy wide on item for select to app using (tenant_id <> TENANT and id = 2)",
                "alter policy tenant_isolation on item using (tenant_id = any (array[TENANT,"
                        + " 'bbbbbbbb-0000-4000-8000-00000000000b']))",
                "alter table item add owner uuid; update item set owner = tenant_id where id = 2;"
                        + " alter policy tenant_isolation on item using (tenant_id = coalesce(owner, TENANT))",
                "alter policy tenant_isolation on item using (case when id = 2 then true else OWN end)",
                "alter policy tenant_isolation on item using (OWN or (tenant_id = TENANT and id = 4) or id = 2)",
            })
    void rls010_more_than_the_comparison_with_the_current_tenant(String fault) {
        bench.correct().rows().fault(fault.replace("OWN", OWN_ROWS).replace("TENANT", TENANT));
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L);
        mendsLeak("RLS010", Severity.HIGH, fault.contains(" wide ") ? "wide" : "tenant_isolation");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create policy more on item using (OWN)",
                "create policy more on item for select using (OWN and id <> 5)",
                "create policy more on item for select using ((OWN and id > 5) or (TENANT = tenant_id and id < 5))",
                "create policy more on item for select to system, owner using (id > 0)",
                "create policy less on item as restrictive using (id > 0)",
                "alter policy tenant_isolation on item using (OWN and (id = 1 or id = 2))",
                "alter policy tenant_isolation on item using (OWN and current_setting('app.region', true) is null)",
                "alter policy tenant_isolation on item using (OWN and current_setting('work_mem')::text <> '')",
                "alter policy tenant_isolation on item using (OWN and current_setting('server_version_num')::integer > 9)",
            })
    void rls010_is_not_found_for_further_policies_and_conditions_that_do_not_widen(String change) {
        bench.correct().rows().fault(change.replace("OWN", OWN_ROWS).replace("TENANT", TENANT));
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.clean();
    }

    @Test
    void rls010_is_not_found_where_a_restrictive_policy_makes_up_for_it_until_that_is_gone() {
        bench.correct().rows();
        bench.fault(
                "create policy floor on item as restrictive for select using " + OWN_ROWS,
                "create policy wide on item for select using (" + OWN_ROWS + " or id = 2)");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.clean().fault("alter policy wide on item rename to wider", "alter policy floor on item to system");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L);
        mendsLeak("RLS010", Severity.HIGH, "wider");
    }

    @Test
    void rls011_a_policy_that_is_true() {
        String name = "\"; drop table item; --";
        bench.correct()
                .rows()
                .fault("create policy \"" + name.replace("\"", "\"\"") + "\" on item for select using (true)");
        assertThat(bench.visibleTo(Tenants.A)).hasSize(4);
        mendsLeak("RLS011", Severity.CRITICAL, name);
    }

    @Test
    void rls011_is_mended_where_it_is_the_only_policy() {
        bench.correct().rows().fault("alter policy tenant_isolation on item using (true) with check (true)");
        assertThat(bench.visibleTo(Tenants.A)).hasSize(4);
        assertThat(bench.run(Tenants.A, "delete from item where id = 3")).isEqualTo(1);
        mendsLeak("RLS011", Severity.CRITICAL, "tenant_isolation");
        assertThat(bench.run(Tenants.A, "delete from item")).isEqualTo(1);
    }

    @Test
    void rls011_is_not_found_for_a_role_that_the_runtime_role_is_not() {
        bench.correct().rows().fault("create policy tenant_system on item to system using (true) with check (true)");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.clean();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter policy tenant_isolation on item with check (true)",
                "alter policy tenant_isolation on item with check (id > 0)",
                "alter policy tenant_isolation on item with check (tenant_id is not null)",
                "alter policy tenant_isolation on item with check (OWN or id = 9)",
                "create policy adding on item for insert with check (true)",
                "create policy adding on item for insert with check (tenant_id is not null)",
            })
    void rls012_rows_for_other_tenants_may_be_written(String fault) {
        bench.correct().rows().fault(fault.replace("OWN", OWN_ROWS));
        assertThat(bench.run(Tenants.A, INSERT_FOR_B)).isEqualTo(1);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        assertThat(bench.visibleTo(Tenants.B)).containsExactly(2L, 9L);
        mendsLeak("RLS012", Severity.HIGH, fault.contains("adding") ? "adding" : "tenant_isolation");
        bench.refuses(Tenants.A, INSERT_FOR_B.replace("9", "10"));
    }

    @Test
    void rls012_a_row_may_be_moved_to_another_tenant() {
        String move = "update item set tenant_id = '" + Tenants.B + "'";
        bench.correct()
                .rows()
                .policies(
                        "create policy s on item for select using " + OWN_ROWS,
                        "create policy i on item for insert with check " + OWN_ROWS,
                        "create policy u on item for update using " + OWN_ROWS + " with check (true)",
                        "create policy d on item for delete using " + OWN_ROWS);
        assertThat(bench.run(Tenants.A, move)).isEqualTo(1);
        assertThat(bench.visibleTo(Tenants.B)).containsExactly(1L, 2L);
        bench.run(Tenants.A, "insert into item (id) values (5)");
        mendsLeak("RLS012", Severity.HIGH, "policy u ");
        bench.refuses(Tenants.A, move);
    }

    @Test
    void rls012_is_not_found_for_a_missing_with_check() {
        bench.correct().policies("create policy p on item using " + OWN_ROWS);
        bench.refuses(Tenants.A, INSERT_FOR_B);
        bench.clean();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create policy wide on item using (id > 0)",
                "create policy wide on item for select using (id is not null)",
                "create policy wide on item using (id > 0) with check OWN",
                "create policy wide on item using (1 = 1)",
                "create policy wide on item using (current_setting('app.admin', true) is null)",
                "alter policy tenant_isolation on item using (tenant_id is not null)",
                "alter policy tenant_isolation on item using (id > 0) with check OWN",
            })
    void rls015_a_policy_that_ignores_the_tenant(String fault) {
        bench.correct().rows().fault(fault.replace("OWN", OWN_ROWS));
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L, 3L, 4L);
        mendsLeak("RLS015", Severity.CRITICAL, fault.contains(" wide ") ? "wide" : "tenant_isolation");
    }

    @Test
    void rls015_two_such_policies_are_two_findings_and_their_sql_runs_in_any_order() {
        bench.correct()
                .rows()
                .policies(
                        "create policy one on item using (id is not null)", "create policy two on item using (id > 0)");
        List<Finding> findings = bench.report().findings();
        assertThat(findings).extracting(Finding::rule).containsExactly("RLS015", "RLS015");
        bench.fault(findings.get(1).mendingScript(), findings.get(0).mendingScript())
                .clean();
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls015_is_mended_where_even_the_tenant_column_is_missing() {
        bench.correct()
                .policies(
                        "alter table item drop tenant_id cascade",
                        "alter table item_tags drop constraint if exists item_tags_item_id_tags_key", // now without a
                        // foreign key
                        "create policy p on item using (id > 0)");
        bench.mends(bench.finds("RLS015", Severity.CRITICAL, "public.item")).rows();
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls015_is_not_found_for_a_function_that_is_given_the_whole_row() {
        bench.correct().rows();
        bench.fault("create function mine(item) returns boolean stable language sql as 'select $1.tenant_id = "
                + TENANT.replace("'", "''") + "'");
        bench.policies("create policy p on item using (mine(item))");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.clean();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter policy tenant_isolation on item using (tenant_id = FIRST or id is null)",
                "create policy wide on item using (FIRST is not null or tenant_id = TENANT)",
                "alter policy tenant_isolation on item using (tenant_id = coalesce(FIRST, TENANT))",
            })
    void rls019_a_further_setting_opens_the_policy(String fault) {
        String bypass = "nullif(current_setting('app.support', true), '')::uuid";
        bench.correct()
                .rows()
                .fault(fault.replace("FIRST", bypass)
                        .replace("TENANT", TENANT)
                        .replace("or id is null", "or " + OWN_ROWS));
        assertThat(seenWith("app.support", Tenants.B.toString())).contains(2L);
        mendsLeak("RLS019", Severity.HIGH, "app.support");
        assertThat(seenWith("app.support", Tenants.B.toString())).containsExactly(1L);
    }

    @Test
    void rls019_is_not_found_for_a_further_setting_that_only_takes_rows_away() {
        bench.correct()
                .rows()
                .fault("alter policy tenant_isolation on item using (" + OWN_ROWS
                        + " and coalesce(current_setting('app.closed', true), '') <> 'yes')");
        assertThat(seenWith("app.closed", "yes")).isEmpty();
        assertThat(seenWith("app.closed", "no")).containsExactly(1L);
        bench.clean();
    }

    private List<Long> seenWith(String setting, String value) {
        return bench.as(Tenants.A, em -> {
            em.createNativeQuery("select set_config('" + setting + "', '" + value + "', true)", String.class)
                    .getSingleResult();
            return em.createQuery("select id from item order by id", Long.class).getResultList();
        });
    }

    /** The start is refused for this one finding, and after its mending a tenant reaches its own rows alone. */
    private void mendsLeak(String rule, Severity severity, String about) {
        bench.refusesStart(rule);
        Finding finding = bench.finds(rule, severity, "public.item");
        assertThat(finding.message()).contains(about);
        bench.mends(finding);
        assertThat(bench.visibleTo(Tenants.A)).hasSize(1);
        assertThat(bench.run(Tenants.A, "delete from item where tenant_id = '" + Tenants.B + "'"))
                .isZero();
    }
}
