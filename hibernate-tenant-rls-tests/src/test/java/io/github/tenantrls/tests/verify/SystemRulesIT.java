// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about what the system sees finds its fault, nothing else does, and its SQL mends it. */
class SystemRulesIT extends SystemRuleTests {

    SystemRulesIT(Database database) {
        super(database);
    }

    @Test
    void the_librarys_own_schema_is_without_findings_in_both_ways() {
        login().correct();
        database.empty();
        new RuleBench(database, Item.class)
                .with(TenantRlsSettings.SYSTEM_ROLE, "system")
                .with(TenantRlsSettings.RUNTIME_ROLE, "switching")
                .schema()
                .logInAs(Role.SWITCHING)
                .clean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bypassrls", "superuser"})
    void rls052_the_role_of_the_system_is_above_all_policies(String attribute) {
        String system = bench.role("system", "login password 'x'");
        bench.with(TenantRlsSettings.SYSTEM_USER, system).with(TenantRlsSettings.SYSTEM_PASSWORD, "x");
        database.empty();
        bench.fault("grant usage on schema public to " + system);
        bench.schema().clean().rows();
        bench.fault(
                "create table elsewhere (id int)",
                "alter table elsewhere enable row level security",
                "insert into elsewhere values (1)",
                "grant select on elsewhere to " + system,
                "alter role " + system + ' ' + attribute);
        assertThat(elsewhere()).as("of no concern to it").hasSize(1);
        bench.refusesStart("RLS052");
        bench.mends(bench.finds("RLS052", Severity.MEDIUM, system));
        assertThat(elsewhere()).isEmpty();
        assertThat(visibleToSystem()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void rls052_says_nothing_of_a_role_that_rls007_names() {
        String system = bench.role("system", "");
        String login = bench.role("login", "login noinherit password 'x'");
        assume(system, login).clean();
        bench.fault("alter role " + system + " bypassrls");
        bench.finds("RLS007", Severity.HIGH, login);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop policy tenant_system on item",
                "alter policy tenant_system on item to owner",
                "alter policy tenant_system on item using (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid)",
                "drop policy tenant_system on item; create policy tenant_system on item for select to system using (true)",
                "create policy all_of_us on item as restrictive using (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid)"
            })
    void rls053_the_system_does_not_see_the_rows_of_all(String fault) {
        login().correct().rows();
        bench.fault(fault.split("; "));
        assertThat(updatedBySystem()).isZero();
        bench.refusesStart("RLS053");
        bench.mends(bench.finds("RLS053", Severity.HIGH, "public.item"));
        assertThat(updatedBySystem()).isEqualTo(4);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter policy tenant_system on item rename to everything",
                "create policy undeleted on item as restrictive to system using (id > 0)",
                "drop policy tenant_system on item; create policy r on item for select to system using (true);"
                        + " create policy i on item for insert to system with check (true);"
                        + " create policy u on item for update to system using (true);"
                        + " create policy d on item for delete to system using (true)"
            })
    void rls053_is_no_fault_of_policies_made_by_hand(String sql) {
        login().correct();
        bench.fault(sql.split("; ")).clean();
    }

    @Test
    void rls053_is_no_fault_of_a_policy_for_a_role_that_the_system_inherits() {
        login().correct();
        String group = bench.role("readers", "");
        bench.fault("alter policy tenant_system on item to " + group, "grant " + group + " to system")
                .clean();
    }

    /** Of the policies only that of the system is left: the SQL of RLS016 makes the others beside it. */
    @Test
    void rls016_is_mended_beside_the_policy_of_the_system() {
        login().correct();
        bench.fault("drop policy tenant_isolation on item", "drop policy tenant_floor on item");
        bench.mends(bench.finds("RLS016", Severity.HIGH, "public.item"));
    }

    private List<?> elsewhere() {
        return bench.<List<?>>asSystem(
                em -> em.createNativeQuery("select id from elsewhere").getResultList());
    }

    private int updatedBySystem() {
        return bench.<Integer>asSystem(
                em -> em.createNativeQuery("update item set id = id").executeUpdate());
    }
}
