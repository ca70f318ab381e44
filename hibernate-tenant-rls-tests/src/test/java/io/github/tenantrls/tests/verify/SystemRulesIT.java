// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about the identity of the system finds its fault, nothing else does, and its SQL mends it. */
@ExtendWith(DatabaseExtension.class)
class SystemRulesIT {

    private static final String IDS = "select id from item order by id";

    private final Database database;
    private final RuleBench bench;

    SystemRulesIT(Database database) {
        this.database = database;
        bench = new RuleBench(database, Item.class);
    }

    @AfterEach
    void drop_roles() {
        bench.dropRoles();
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

    @Test
    void rls054_the_login_cannot_take_on_the_role() {
        String system = bench.role("system", "");
        String login = bench.role("login", "login noinherit password 'x'");
        assume(system, login).clean().rows();
        assertThat(visibleToSystem()).containsExactly(1L, 2L, 3L, 4L);
        bench.fault("revoke " + system + " from " + login);
        assertThatThrownBy(this::visibleToSystem).hasStackTraceContaining("permission denied to set role");
        bench.refusesStart("RLS054");
        Finding finding = bench.finds("RLS054", Severity.HIGH, system);
        assertThat(finding.message()).contains(login + " that logs in cannot take on the role " + system);
        bench.mends(finding);
        assertThat(visibleToSystem()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls054_on_servers_before_16_the_mending_keeps_the_login_from_inheriting() {
        String system = bench.role("system", "");
        String login = bench.role("login", "login inherit password 'x'");
        assume(system, login).fault("revoke " + system + " from " + login);
        bench.mends(bench.finds("RLS054", Severity.HIGH, system)).rows();
        bench.fault("drop policy tenant_floor on item");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls054_there_is_no_such_role() {
        login().correct();
        String missing = database.name() + "_missing";
        bench.with(TenantRlsSettings.SYSTEM_ROLE, missing);
        try {
            List<Finding> findings = bench.report().findings();
            assertThat(findings).extracting(Finding::rule).containsExactly("RLS054");
            assertThat(findings.get(0).message()).startsWith("there is no role " + missing);
            bench.fault(findings.get(0).mendingScript());
            findings = bench.report().findings();
            assertThat(findings).extracting(Finding::rule).containsOnly("RLS053");
            findings.forEach(finding -> bench.fault(finding.mendingScript()));
            bench.clean();
        } finally {
            database.sql(
                    Role.SUPERUSER,
                    "do $$ begin if to_regrole('" + missing + "') is not null then drop owned by " + missing
                            + "; drop role " + missing + "; end if; end $$");
        }
    }

    @Test
    void rls054_is_no_fault_where_the_system_has_a_login_or_there_is_none() {
        bench.correct();
        login().correct();
    }

    @Test
    void rls009_the_role_that_is_taken_on_is_inherited() {
        String system = bench.role("system", "");
        String login = bench.role("login", "login noinherit password 'x'");
        assume(system, login).clean().rows();
        bench.with(TenantRlsSettings.RUNTIME_ROLE, null)
                .fault("drop policy tenant_floor on item", "drop policy tenant_floor on item_tags");
        bench.clean();
        bench.fault(
                bench.version() >= 160_000
                        ? "grant " + system + " to " + login + " with inherit true"
                        : "alter role " + login + " inherit");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart("RLS009");
        List<Finding> findings = bench.report().findings();
        assertThat(findings).extracting(Finding::rule).containsExactly("RLS009", "RLS009");
        bench.mends(findings.get(0));
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        assertThat(visibleToSystem()).as("it can still be taken on").containsExactly(1L, 2L, 3L, 4L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rls050_the_application_can_become_the_system_without_its_login(boolean indirect) {
        String login = bench.role("login", "login noinherit password 'x'");
        login();
        schemaFor(login).clean().rows();
        String team = bench.role("team", "");
        bench.fault("grant system to " + (indirect ? team : login), "grant " + team + " to " + login);
        try {
            assertThat(bench.numbers(Tenants.A, IDS)).containsExactly(1L);
            assertThat(bench.numbers(Tenants.A, IDS, "set local role system")).containsExactly(1L, 2L, 3L, 4L);
            bench.refusesStart("RLS050");
            Finding finding = bench.finds("RLS050", Severity.HIGH, login);
            assertThat(finding.message()).contains("can become system by set role", "separates nothing");
            bench.mends(finding);
            assertThatThrownBy(() -> bench.numbers(Tenants.A, IDS, "set local role system"))
                    .hasStackTraceContaining("permission denied to set role");
        } finally {
            bench.fault("revoke system from " + team);
        }
    }

    @Test
    void rls050_is_no_fault_of_other_memberships_nor_where_the_role_is_taken_on() {
        String login = bench.role("login", "login noinherit password 'x'");
        login();
        schemaFor(login).clean();
        bench.fault("grant " + bench.role("team", "") + " to " + login, "grant " + login + " to system")
                .clean();
        bench.fault("revoke " + login + " from system");
    }

    @Test
    void rls051_connections_begin_as_another_role_than_the_binding_gives_back_to() {
        String system = bench.role("system", "");
        String runtime = bench.role("runtime", "login noinherit password 'x'");
        assume(system, runtime).clean().rows();
        String login = bench.logInAs(bench.role("login", "login noinherit password 'x'"));
        bench.fault(
                "grant " + runtime + " to " + login,
                membership(system, login),
                "grant usage on schema public to " + login,
                "grant select, insert, update, delete on item, item_tags to " + login,
                "create policy of_login on item to " + login + " using (true)",
                "alter role " + login + " in database " + database.name() + " set role = " + runtime);
        assertThat(bench.visibleTo(Tenants.A)).as("the login sees all").containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart("RLS051");
        Finding finding = bench.finds("RLS051", Severity.CRITICAL, runtime);
        assertThat(finding.message()).contains("logged in as " + login + " and begin as " + runtime);
        bench.fault("drop policy of_login on item").with(TenantRlsSettings.RUNTIME_ROLE, login);
        database.sql(
                Role.OWNER,
                "alter policy tenant_floor on item to " + login,
                "alter policy tenant_floor on item_tags to " + login);
        bench.mends(bench.report().findings().stream()
                .filter(found -> found.rule().equals("RLS051"))
                .findFirst()
                .orElseThrow());
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls051_is_no_fault_where_no_role_is_taken_on() {
        login().correct().rows();
        String login = bench.logInAs(bench.role("login", "login password 'x' in role app"));
        bench.fault("alter role " + login + " in database " + database.name() + " set role = app")
                .clean();
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
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

    private RuleBench login() {
        return bench.with(TenantRlsSettings.SYSTEM_USER, database.user(Role.SYSTEM))
                .with(TenantRlsSettings.SYSTEM_PASSWORD, database.password(Role.SYSTEM));
    }

    /** The library's schema for a role that logs in and takes on that of the system. */
    private RuleBench assume(String system, String login) {
        bench.with(TenantRlsSettings.SYSTEM_ROLE, system);
        return schemaFor(login)
                .fault("grant usage on schema public to " + system)
                .fault(membership(system, login));
    }

    private RuleBench schemaFor(String login) {
        database.empty();
        bench.with(TenantRlsSettings.RUNTIME_ROLE, login).schema().logInAs(login);
        return bench.fault("grant usage on schema public to " + login);
    }

    /** A membership that does not inherit: of a member that does not, before PostgreSQL 16. */
    private String membership(String role, String member) {
        return "grant " + role + " to " + member + (bench.version() >= 160_000 ? " with inherit false" : "");
    }

    private List<?> elsewhere() {
        return bench.<List<?>>asSystem(
                em -> em.createNativeQuery("select id from elsewhere").getResultList());
    }

    private int updatedBySystem() {
        return bench.<Integer>asSystem(
                em -> em.createNativeQuery("update item set id = id").executeUpdate());
    }

    private List<Long> visibleToSystem() {
        return bench.asSystem(em ->
                em.createQuery("select id from item order by id", Long.class).getResultList());
    }
}
