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
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule about policies that isolate, and keep the index on the tenant column from being used; the plans show both. */
@ExtendWith(DatabaseExtension.class)
class PolicyIndexRulesIT {

    private static final String TENANT = "nullif(current_setting('app.current_tenant', true), '')::uuid";
    private static final String OWN_ROWS = "(tenant_id = " + TENANT + ")";

    private final RuleBench bench;

    PolicyIndexRulesIT(Database database) {
        bench = new RuleBench(database, Item.class).with(TenantRlsSettings.RUNTIME_ROLE, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant_id::text = current_setting('app.current_tenant', true)",
                "OWN or current_user = 'system'",
                "coalesce(OWN, false)",
                "tenant_id in (select TENANT)",
                "tenant_id is not distinct from TENANT",
                "case when TENANT is null then false else OWN end",
                "OWN or tenant_id::text = current_setting('app.current_tenant', true)",
            })
    void rls021_a_cast_or_an_alternative_keeps_the_index_from_being_used(String condition) {
        bench.correct().rows();
        bench.policies("create policy p on item using (("
                + condition.replace("OWN", OWN_ROWS).replace("TENANT", TENANT) + ") and id < 1000000)");
        manyRows();
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        assertThat(plan()).contains("Seq Scan").doesNotContain("Index");
        bench.refusesStart("RLS021");
        Finding finding = bench.finds("RLS021", Severity.HIGH, "public.item");
        assertThat(finding.message()).contains("tenant_id", "index");
        assertThat(finding.mending()).singleElement().asString().contains("id < 1000000");
        bench.mends(finding);
        assertThat(plan()).contains("Index");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls021_is_not_found_where_a_row_without_tenant_could_be() {
        bench.correct()
                .rows()
                .fault("alter policy tenant_isolation on item using (" + OWN_ROWS + " or tenant_id is null)");
        bench.finds("RLS021", Severity.HIGH, "public.item");
        bench.fault("alter table item alter tenant_id drop not null", "update item set tenant_id = null where id = 4");
        assertThat(bench.visibleTo(Tenants.A)).as("this is a leak").containsExactly(1L, 4L);
        assertThat(bench.report().findings())
                .extracting(Finding::rule)
                .contains("RLS010")
                .doesNotContain("RLS021");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create policy p on item using ((OWN and id < 5) or (TENANT = tenant_id and id > 7))",
                "create policy p on item using (tenant_id = (select TENANT))",
                "create policy p on item using (tenant_id = any (array[TENANT]))",
                "create policy p on item using (OWN and (id < 5 or id > 7))",
                "create policy p on item using (id > 0); create policy floor on item as restrictive using OWN"
            })
    void rls021_is_not_found_where_the_index_serves(String policies) {
        bench.correct().rows().policies(policies.replace("OWN", OWN_ROWS).replace("TENANT", TENANT));
        manyRows();
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        assertThat(plan()).contains("Index");
        bench.clean();
    }

    /** So many that reading them all is never the cheaper plan where an index would do. */
    private void manyRows() {
        bench.fault(
                "insert into item (id, tenant_id) select n, gen_random_uuid() from generate_series(1000, 21000) n",
                "analyze item");
    }

    private String plan() {
        List<String> lines = bench.as(
                Tenants.A,
                em -> em.unwrap(Session.class)
                        .createNativeQuery("explain select * from item", String.class)
                        .getResultList());
        return String.join("\n", lines);
    }
}
