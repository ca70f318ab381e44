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

    @Test
    void rls035_a_trigger_of_one_tenant_takes_note_of_the_rows_of_another() {
        bench.correct().rows();
        scratch("grant trigger on item to app");
        String attach = "create trigger steal before insert on item for each row execute function scratch.steal()";
        String stolen = "select id from scratch.stolen";
        bench.numbers(
                Tenants.A,
                "select 1",
                "create table scratch.stolen (id bigint)",
                "create function scratch.steal() returns trigger language plpgsql as "
                        + "$$ begin insert into scratch.stolen values (new.id); return new; end $$",
                attach);
        bench.run(Tenants.B, "insert into item (id) values (5)");
        assertThat(bench.numbers(Tenants.A, stolen)).containsExactly(5L);
        bench.refusesStart("RLS035");
        Finding finding = bench.finds("RLS035", Severity.HIGH, "public.item");
        bench.fault("drop trigger steal on item"); // a revoked privilege leaves what was made with it
        bench.mends(finding);
        assertThat(Sql.stateOf(bench, Tenants.A, attach)).isEqualTo("42501");
        bench.run(Tenants.B, "insert into item (id) values (6)");
        assertThat(bench.numbers(Tenants.A, stolen)).containsExactly(5L);
        bench.fault("drop schema scratch cascade");
    }

    @Test
    void rls035_a_reference_tells_which_rows_others_have_and_keeps_them_from_deleting() {
        bench.correct().rows();
        scratch("grant references on item to app");
        bench.run(Tenants.A, "create table scratch.guess (id bigint references item (id))");
        assertThat(Sql.stateOf(bench, Tenants.A, "insert into scratch.guess values (99)"))
                .isEqualTo("23503");
        assertThat(Sql.stateOf(bench, Tenants.A, "insert into scratch.guess values (2)"))
                .isNull();
        assertThat(Sql.stateOf(bench, Tenants.B, "delete from item where id = 2"))
                .isEqualTo("23503");
        bench.refusesStart("RLS035");
        Finding finding = bench.finds("RLS035", Severity.HIGH, "public.item");
        bench.fault("drop table scratch.guess"); // a revoked privilege leaves what was made with it
        bench.mends(finding);
        assertThat(Sql.stateOf(bench, Tenants.A, "create table scratch.guess (id bigint references item (id))"))
                .isEqualTo("42501");
        assertThat(bench.run(Tenants.B, "delete from item where id = 2")).isOne();
        bench.fault("drop schema scratch cascade");
    }

    /** A schema of the application's own, on no search path: that is no fault yet. */
    private void scratch(String fault) {
        bench.fault("create schema scratch", "grant usage, create on schema scratch to app");
        bench.clean().fault(fault);
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
                "alter policy tenant_isolation on item to app, system, switching",
                "alter policy tenant_isolation on item_tags to app, system, switching",
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
    void rls044_another_role_reads_a_table_that_nobody_has_protected_yet() {
        bench.correct();
        String team = bench.role("team", "login password 'x'");
        bench.fault(
                "grant usage on schema public to " + team,
                "alter default privileges for role owner in schema public grant select on tables to public");
        database.sql(Role.OWNER, "create table invoice (id bigint)", "insert into invoice values (2)");
        bench.logInAs(team);
        assertThat(bench.numbers(Tenants.A, "select id from invoice")).containsExactly(2L);
        bench.logInAs(Role.APP).refusesStart("RLS044");
        bench.mends(bench.finds("RLS044", Severity.MEDIUM, "owner"));
        database.sql(Role.OWNER, "create table payment (id bigint)");
        bench.logInAs(team);
        assertThat(Sql.stateOf(bench, Tenants.A, "delete from payment")).isEqualTo("42501");
        assertThatThrownBy(() -> bench.numbers(Tenants.A, "select id from payment"))
                .hasMessageContaining("permission denied");
        bench.logInAs(Role.APP);
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

    /** The owner calls {@code upper}, and what the application made of that name takes the argument as it is. */
    @Test
    void rls048_what_the_application_made_runs_as_the_owner() {
        bench.correct().rows().fault("grant create on schema public to app");
        database.sql(Role.OWNER, "create table customer (code varchar)", "insert into customer values ('x')");
        String trap = "create function upper(varchar) returns text language plpgsql as "
                + "$$ begin execute 'alter table item disable row level security'; return $1; end $$";
        bench.run(Tenants.A, trap);
        database.query(Role.OWNER, "select upper(code) from customer");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L, 3L, 4L);
        bench.fault("drop function upper(varchar)", "alter table item enable row level security");
        bench.refusesStart("RLS048"); // with verification.fail_on=low: it is only medium
        bench.mends(bench.finds("RLS048", Severity.MEDIUM, "public"));
        assertThat(Sql.stateOf(bench, Tenants.A, trap)).isEqualTo("42501");
        database.query(Role.OWNER, "select upper(code) from customer");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
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
