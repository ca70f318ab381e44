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
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about whom and what policies are for finds its fault, nothing else does, and the SQL of the finding mends it. */
@ExtendWith(DatabaseExtension.class)
class PolicyRulesIT {

    private static final String TENANT = "nullif(current_setting('app.current_tenant', true), '')::uuid";
    private static final String OWN_ROWS = "(tenant_id = " + TENANT + ")";

    private final Database database;
    private final RuleBench bench;

    PolicyRulesIT(Database database) {
        this.database = database;
        // without the floor, or else it would hold back what a policy lets through
        bench = new RuleBench(database, Item.class).with(TenantRlsSettings.RUNTIME_ROLE, null);
    }

    @Test
    void rls009_the_runtime_role_inherits_the_role_of_the_system_policy() {
        bench.correct().rows().fault("create policy everything on item to system using (true)");
        withRoles("noinherit", (login, system) -> {
            bench.fault("create policy tenant_system on item to " + system + " using (true)");
            assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
            bench.clean().fault("grant " + system + " to " + login);
            bench.clean().fault("alter role " + login + " inherit", "revoke " + system + " from " + login);
            bench.clean().fault("grant " + system + " to " + login);
            assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L, 3L, 4L);
            bench.refusesStart("RLS009");
            Finding finding = bench.finds("RLS009", Severity.CRITICAL, "public.item");
            assertThat(finding.message()).contains("tenant_system", system);
            bench.mends(finding);
            assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        });
    }

    @Test
    void rls009_is_not_found_where_a_role_between_them_does_not_inherit() {
        bench.correct().rows();
        withRoles("inherit", (login, system) -> {
            String group = login + "_group";
            bench.fault(
                    "create role " + group + " noinherit",
                    "grant " + system + " to " + group,
                    "grant " + group + " to " + login,
                    "create policy tenant_system on item to " + system + " using (true)");
            try {
                assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
                bench.clean();
            } finally {
                bench.fault(
                        "drop policy tenant_system on item",
                        "revoke " + group + " from " + login,
                        "drop role " + group);
            }
        });
    }

    @Test
    void rls009_the_membership_that_leads_there_is_revoked_whoever_granted_it() {
        bench.correct().rows();
        withRoles("inherit", (login, system) -> {
            String group = login + "_group";
            String admin = login + "_admin";
            bench.fault(
                    "create role " + group,
                    "create role " + admin,
                    "grant " + system + " to " + group,
                    "grant " + group + " to " + admin + " with admin option",
                    "set role " + admin,
                    "grant " + group + " to " + login,
                    "reset role");
            try {
                bench.fault("create policy tenant_system on item for insert to " + system + " with check (true)");
                assertThat(bench.run(Tenants.A, "insert into item (id, tenant_id) values (9, '" + Tenants.B + "')"))
                        .isEqualTo(1);
                Finding finding = bench.finds("RLS009", Severity.CRITICAL, "public.item");
                assertThat(finding.mending()).hasSize(1).allMatch(sql -> sql.contains(group) && sql.contains(login));
                bench.mends(finding);
                bench.refuses(Tenants.A, "insert into item (id, tenant_id) values (10, '" + Tenants.B + "')");
            } finally {
                bench.fault(
                        "drop owned by " + group + ", " + admin,
                        "revoke " + group + " from " + login,
                        "drop role " + group + ", " + admin);
            }
        });
    }

    @Test
    void rls009_a_group_that_also_has_the_rows_of_the_tenant_is_the_runtime_roles_own() {
        bench.correct();
        withRoles("inherit", (login, group) -> {
            bench.fault("grant " + group + " to " + login);
            bench.policies("create policy mine on item to " + group + " using " + OWN_ROWS);
            bench.clean().fault("create policy wide on item to " + group + " using (true)");
            bench.mends(bench.finds("RLS011", Severity.CRITICAL, "public.item"));
        });
    }

    @Test
    void rls013_restrictive_policies_alone() {
        bench.correct().rows();
        bench.policies("create policy tenant_isolation on item as restrictive using " + OWN_ROWS);
        assertThat(bench.visibleTo(Tenants.A)).isEmpty();
        bench.refusesStart("RLS013");
        Finding finding = bench.finds("RLS013", Severity.MEDIUM, "public.item");
        assertThat(finding.message()).contains("tenant_isolation", "no tenant sees or writes any row");
        bench.mends(finding);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls013_is_not_found_where_a_permissive_policy_has_its_rows_held_back_by_a_restrictive_one() {
        bench.correct().rows();
        bench.policies(
                "create policy floor on item as restrictive using " + OWN_ROWS,
                "create policy everybody on item to app using (true)");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.refuses(Tenants.A, "insert into item (id, tenant_id) values (9, '" + Tenants.B + "')");
        bench.clean();
    }

    @Test
    void rls014_commands_that_no_policy_covers() {
        bench.correct().rows();
        bench.policies(
                "create policy tenant_update on item for select using " + OWN_ROWS,
                "create policy add on item for insert with check " + OWN_ROWS);
        assertThat(bench.run(Tenants.A, "update item set id = 9 where id = 1")).isZero();
        assertThat(bench.run(Tenants.A, "delete from item where id = 1")).isZero();
        bench.refusesStart("RLS014");
        Finding finding = bench.finds("RLS014", Severity.MEDIUM, "public.item");
        assertThat(finding.message()).contains("update or delete");
        bench.mends(finding);
        assertThat(bench.run(Tenants.A, "update item set id = 9 where id in (1, 2)"))
                .isEqualTo(1);
        assertThat(bench.run(Tenants.A, "delete from item")).isEqualTo(1);
        assertThat(bench.visibleTo(Tenants.B)).containsExactly(2L);
    }

    @Test
    void rls014_a_policy_for_insert_without_with_check_lets_nothing_be_inserted() {
        bench.correct();
        bench.policies(
                "create policy s on item for select using " + OWN_ROWS,
                "create policy u on item for update using " + OWN_ROWS,
                "create policy d on item for delete using " + OWN_ROWS,
                "create policy i on item for insert");
        bench.refuses(Tenants.A, "insert into item (id) values (9)");
        Finding finding = bench.finds("RLS014", Severity.MEDIUM, "public.item");
        assertThat(finding.message()).contains("lets the runtime role insert,");
        bench.mends(finding);
        assertThat(bench.run(Tenants.A, "insert into item (id) values (9)")).isEqualTo(1);
    }

    @Test
    void rls014_is_not_found_for_a_command_that_the_runtime_role_has_no_privilege_for() {
        bench.correct();
        bench.policies(
                "create policy s on item for select using " + OWN_ROWS,
                "create policy i on item for insert with check " + OWN_ROWS,
                "revoke update, delete on item from app");
        bench.clean();
    }

    @Test
    void rls016_policies_for_other_roles_alone() {
        bench.correct().rows();
        bench.policies(
                "create policy tenant_isolation on item to owner using " + OWN_ROWS,
                "create policy tenant_system on item to system using (true)");
        assertThat(bench.visibleTo(Tenants.A)).isEmpty();
        bench.refusesStart("RLS016");
        Finding finding = bench.finds("RLS016", Severity.HIGH, "public.item");
        assertThat(finding.message()).contains("runtime role app");
        bench.mends(finding);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls016_is_not_found_where_the_runtime_role_inherits_the_role_of_the_policy() {
        bench.correct().rows();
        withRoles("inherit", (login, group) -> {
            bench.policies("create policy mine on item to " + group + " using " + OWN_ROWS);
            bench.finds("RLS016", Severity.HIGH, "public.item");
            bench.fault("grant " + group + " to " + login).clean();
            assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop policy tenant_floor on item",
                "alter policy tenant_floor on item to system",
                "alter policy tenant_floor on item using (true) with check (true)",
                "alter policy tenant_floor on item using (tenant_id is not null)",
                "alter policy tenant_floor on item with check (true)"
            })
    void rls043_no_restrictive_policy_for_the_configured_role(String fault) {
        bench.with(TenantRlsSettings.RUNTIME_ROLE, "app").correct().rows().fault(fault);
        bench.fault("create policy preview on item using (true)");
        assertThat(bench.visibleTo(Tenants.A).size() == 4 || writesForB())
                .as("no floor holds")
                .isTrue();
        bench.fault("drop policy preview on item");
        bench.refusesStart("RLS043");
        Finding finding = bench.finds("RLS043", Severity.LOW, "public.item");
        assertThat(finding.message()).contains("runtime role app");
        bench.mends(finding).fault("create policy wide on item using (true)");
        assertThat(bench.visibleTo(Tenants.A)).as("the floor holds").containsExactly(1L);
        bench.clean();
    }

    private boolean writesForB() {
        return Sql.stateOf(bench, Tenants.A, "insert into item (id, tenant_id) values (9, '" + Tenants.B + "')")
                == null;
    }

    @Test
    void rls043_is_not_found_without_a_configured_role_nor_with_a_floor_of_another_make() {
        bench.correct().clean();
        bench.fault(
                "create policy floor_rows on item as restrictive for select using " + OWN_ROWS,
                "create policy floor_new on item as restrictive for insert with check " + OWN_ROWS,
                "create policy floor_changed on item as restrictive for update using " + OWN_ROWS,
                "create policy floor_gone on item as restrictive for delete using " + OWN_ROWS,
                "create policy floor on item_tags as restrictive using " + OWN_ROWS);
        bench.with(TenantRlsSettings.RUNTIME_ROLE, "app").clean();
    }

    private void withRoles(String loginOptions, BiConsumer<String, String> test) {
        String login = database.name() + "_login";
        String other = database.name() + "_other";
        bench.fault(
                "create role " + login + " login password 'x' " + loginOptions,
                "create role " + other,
                "grant usage on schema public to " + login,
                "grant select, insert, update, delete on all tables in schema public to " + login);
        try {
            bench.loginAs(login);
            test.accept(login, other);
        } finally {
            bench.fault("drop owned by " + login + ", " + other, "drop role " + login + ", " + other);
        }
    }
}
