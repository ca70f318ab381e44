// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about who can become the system, and who should, finds its fault, nothing else does, and its SQL mends it. */
class SystemRoleRulesIT extends SystemRuleTests {

    private static final String IDS = "select id from item order by id";

    SystemRoleRulesIT(Database database) {
        super(database);
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
}
