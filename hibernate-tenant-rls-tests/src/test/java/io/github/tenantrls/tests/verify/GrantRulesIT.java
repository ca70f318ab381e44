// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about grants finds its fault, nothing else does, and its SQL mends it. */
@ExtendWith(DatabaseExtension.class)
class GrantRulesIT {

    private final Database database;
    private final RuleBench bench;

    GrantRulesIT(Database database) {
        this.database = database;
        bench = new RuleBench(database, Item.class);
    }

    @AfterEach
    void drop_roles() {
        bench.dropRoles();
    }

    @Test
    void rls035_a_child_that_can_be_truncated() {
        bench.correct().rows();
        bench.fault(
                "create table child () inherits (item)",
                "insert into child (id, tenant_id) values (7, '" + Tenants.B + "')",
                "revoke all on child from app",
                "grant truncate on child to app");
        bench.run(Tenants.A, "truncate child");
        assertThat(database.value(Role.SUPERUSER, "select count(*) from child")).isEqualTo("0");
        bench.mends(bench.finds("RLS035", Severity.HIGH, "public.child"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "public"})
    void rls035_truncate(String grantee) {
        bench.correct().rows();
        bench.fault(
                "insert into item_tags (item_id, tags, tenant_id) values (2, 'x', '" + Tenants.B + "')",
                "grant truncate on item_tags to " + grantee);
        assertThat(bench.numbers(Tenants.A, "select count(*) from item_tags", "truncate item_tags"))
                .containsExactly(0L);
        assertThat(database.value(Role.SUPERUSER, "select count(*) from item_tags"))
                .isEqualTo("0");
        bench.refusesStart("RLS035");
        Finding finding = bench.finds("RLS035", Severity.HIGH, "public.item_tags");
        assertThat(finding.message()).containsIgnoringCase(grantee + " has truncate");
        bench.mends(finding);
        assertThatThrownBy(() -> bench.numbers(Tenants.A, "select 1", "truncate item_tags"))
                .hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            grant references on item to app                           | app has references
            grant references (id) on item to public                   | PUBLIC has references ("id")
            grant trigger on item to %1$s                             | %1$s has trigger
            grant all on item to app                                  | app has references, trigger, truncate
            grant truncate on item to app with grant option; set role app; grant truncate on item to system; reset role \
                                                                      | app has truncate
            grant truncate on item to system with grant option; set role system; grant truncate on item to app; \
            reset role                                                | app has truncate
            """)
    void rls035_other_privileges_and_other_ways(String fault, String message) {
        bench.correct();
        String team = bench.role("team", "");
        bench.fault("grant " + team + " to " + bench.logIn(), fault.formatted(team));
        Finding finding = bench.finds("RLS035", Severity.HIGH, "public.item");
        assertThat(finding.message()).startsWith(message.formatted(team) + ", which policies do not restrict");
        bench.mends(finding);
        assertThat(bench.visibleTo(Tenants.A)).isEmpty();
    }

    @Test
    void rls035_is_no_fault_of_privileges_that_policies_restrict_or_that_others_have() {
        bench.correct()
                .fault(
                        "grant select, insert, update, delete on item to app, public",
                        "grant update (id) on item to app",
                        "grant truncate, trigger, references on item to system")
                .clean();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            in schema public grant select on tables to public | PUBLIC
            grant all on tables to public                     | PUBLIC
            in schema public grant insert on tables to %1$s   | %1$s
            """)
    void rls044_tables_to_come(String grant, String grantee) {
        bench.correct();
        String team = bench.role("team", "login password 'x'");
        bench.fault(
                "alter policy tenant_isolation on item to app, system",
                "alter policy tenant_isolation on item_tags to app, system",
                "grant usage on schema public to " + team);
        bench.clean();
        bench.fault("alter default privileges for role owner " + grant.formatted(team));
        bench.refusesStart("RLS044");
        Finding finding = bench.finds("RLS044", Severity.MEDIUM, "owner");
        assertThat(finding.message()).contains("to " + grantee.formatted(team) + ",");
        bench.mends(finding);
        database.sql(Role.OWNER, "create table new_one (id int)");
        assertThat(database.value(
                        Role.SUPERUSER, "select has_table_privilege('" + team + "', 'new_one', 'select, insert')"))
                .isEqualTo("f");
    }

    @Test
    void rls044_is_no_fault_for_roles_with_policies_or_for_tables_elsewhere() {
        bench.correct();
        String team = bench.role("team", "");
        bench.fault(
                "alter default privileges for role owner in schema public grant select on tables to " + team,
                "alter default privileges for role owner in schema public grant execute on functions to public",
                "create schema elsewhere authorization owner",
                "alter default privileges for role owner in schema elsewhere grant select on tables to public",
                "alter default privileges for role " + team + " grant select on tables to public");
        bench.clean();
        bench.fault("drop schema elsewhere cascade");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant create on schema public to %1$s",
                "grant create on schema public to public",
                "grant create on schema public to %2$s",
                "grant create on schema public to %2$s with grant option; set role %2$s; "
                        + "grant create on schema public to app; reset role; revoke %2$s from %1$s",
                "alter schema public owner to %1$s",
                "grant %3$s to %1$s; alter schema public owner to %3$s",
            })
    void rls048_a_schema_to_create_objects_in(String fault) {
        bench.correct().rows();
        String login = bench.logIn();
        String team = bench.role("team", "");
        bench.fault("grant " + team + " to " + login).clean();
        bench.fault(fault.formatted(login, team, bench.role("boss", "")));
        bench.numbers(Tenants.A, "select 1", "create table mine (id int)", "drop table mine");
        bench.refusesStart("RLS048");
        bench.mends(bench.finds("RLS048", Severity.MEDIUM, "public"));
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        assertThatThrownBy(() -> bench.numbers(Tenants.A, "select 1", "create table mine (id int)"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void rls048_is_no_fault_of_schemas_that_no_name_is_looked_up_in() {
        bench.correct();
        bench.fault(
                "create schema scratch",
                "grant usage, create on schema scratch to app",
                "grant create on schema public to " + bench.role("team", ""),
                "grant temporary on database " + database.name() + " to app");
        bench.clean();
        bench.fault("drop schema scratch");
    }
}
