// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about functions finds its fault, nothing else does, and its SQL mends it. */
@ExtendWith(DatabaseExtension.class)
class RoutineRulesIT {

    private static final String DEFINER = "create function f() returns bigint security definer ";
    private static final String FIXED = "set search_path = public, pg_temp ";

    private final RuleBench bench;

    RoutineRulesIT(Database database) {
        bench = new RuleBench(database, Item.class);
    }

    @Test
    void rls033_a_function_in_a_closed_schema_that_a_view_calls() {
        bench.correct().rows();
        bench.fault(
                        "drop schema if exists closed cascade",
                        "create schema closed",
                        "create function closed.all_items() returns setof item stable security definer"
                                + " set search_path = public, pg_temp language sql as 'select * from item'")
                .clean();
        bench.fault(
                "create view v with (security_invoker) as select id from closed.all_items()",
                "grant select on v to app");
        assertThat(bench.numbers(Tenants.A, "select id from v order by id")).containsExactly(1L, 2L, 3L, 4L);
        bench.mends(bench.finds("RLS033", Severity.HIGH, "closed.all_items()"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DEFINER + FIXED + "language sql as 'select count(*) from item'",
                DEFINER + FIXED + "language sql as 'select count(*) from public.\"item\" -- all'",
                DEFINER + "language sql begin atomic select count(*) from item; end",
                DEFINER + FIXED + "language plpgsql as $$ declare n bigint; begin "
                        + "execute format('select count(*) from %I', 'item') into n; return n; end $$",
                "create view v with (security_invoker = true) as select * from item; " + DEFINER + FIXED
                        + "language sql as 'select count(*) from v'"
            })
    void rls033_a_function_with_the_rights_of_one_who_sees_all(String fault) {
        bench.assumeServerHas(fault);
        bench.correct().rows();
        bench.fault(fault);
        assertThat(bench.numbers(Tenants.A, "select f()")).containsExactly(4L);
        bench.refusesStart("RLS033");
        Finding finding = bench.finds("RLS033", Severity.HIGH, "public.f()");
        assertThat(finding.message()).contains("public.item", "SECURITY DEFINER");
        bench.mends(finding);
        if (!fault.contains(" v ")) { // which the role may not read
            assertThat(bench.numbers(Tenants.A, "select f()")).containsExactly(1L);
        }
    }

    @Test
    void rls033_a_procedure_with_arguments() {
        bench.correct().rows();
        bench.fault("create type \"Odd type\" as enum ('a')");
        bench.fault("create procedure \"Odd\"(x int[], y \"Odd type\", out z int) security definer " + FIXED
                + "language plpgsql as $$ begin delete from item where id > 1; z := 0; end $$");
        bench.mends(bench.finds("RLS033", Severity.HIGH, "public.Odd(integer[], \"Odd type\")"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create function f() returns bigint " + FIXED + "language sql as 'select count(*) from item'",
                DEFINER + FIXED + "language sql as 'select count(*) from item'; alter function f() owner to owner",
                DEFINER + FIXED
                        + "language sql as 'select count(*) from item'; revoke execute on function f() from public",
                DEFINER + FIXED
                        + "language sql as 'select count(*) from item'; alter extension plpgsql add function f()",
                DEFINER + FIXED + "language plpgsql as $$ begin -- as for each item\n return 1; /* item */ end $$",
                DEFINER + FIXED + "language sql as 'select 1::bigint as items'",
                "create function f() returns trigger security definer " + FIXED + "language plpgsql as "
                        + "$$ begin update item set id = id where false; return new; end $$"
            })
    void rls033_is_no_fault_of_functions_that_do_not_reach_further(String near) {
        bench.correct().fault(near).clean();
        bench.fault(near.contains("extension") ? "alter extension plpgsql drop function f()" : "select 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create function f(a text) returns int security definer language sql as 'select 1'",
                "create function f(a text) returns int security definer set work_mem = '4MB' language sql as 'select 1'"
            })
    void rls034_a_function_whose_caller_says_what_its_names_mean(String fault) {
        bench.correct().fault(fault);
        bench.refusesStart("RLS034");
        Finding finding = bench.finds("RLS034", Severity.MEDIUM, "public.f(text)");
        assertThat(finding.message()).contains("search_path", "owner");
        bench.mends(finding);
    }

    /** The caller's temporary table comes first, and what the caller attached to it runs with the function's rights. */
    @Test
    void rls034_a_temporary_table_in_front_of_the_one_that_the_function_means() {
        bench.correct().rows();
        bench.fault(
                "create table log (line text)",
                "create function note(line text) returns void security definer language sql as 'insert into log values (line)'");
        String[] theft = {
            "create temporary table stolen (id bigint)",
            "create function pg_temp.steal() returns trigger language plpgsql as $$ begin "
                    + "insert into stolen select id from item; return new; end $$",
            "create temporary table log (line text)",
            "create trigger steal before insert on log for each row execute function pg_temp.steal()",
            "do $$ begin perform note('harmless'); end $$"
        };
        String stolen = "select id from stolen order by id";
        assertThat(bench.numbers(Tenants.A, stolen, theft)).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart("RLS034"); // as all tests of the bench do, with verification.fail_on=low: it is only medium
        bench.mends(bench.finds("RLS034", Severity.MEDIUM, "public.note(text)"));
        assertThat(bench.numbers(Tenants.A, stolen, theft)).isEmpty();
    }

    @Test
    void rls033_and_rls034_are_two_faults() {
        bench.correct().fault(DEFINER + "language sql as 'select count(*) from item'");
        assertThat(bench.report().findings()).extracting(Finding::rule).containsExactly("RLS033", "RLS034");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create function f(a text) returns int security definer set search_path = '' language sql as 'select 1'",
                "create function f(a text) returns int security definer begin atomic select 1; end",
                "create function f(a text) returns int language sql as 'select 1'",
                "create function f(a text) returns int security definer language sql as 'select 1'; "
                        + "alter function f(text) owner to app",
                "create function f(a text) returns int security definer language sql as 'select 1'; "
                        + "revoke execute on function f(text) from public"
            })
    void rls034_is_no_fault_of_functions_that_do_not_ask_the_caller(String near) {
        bench.correct().fault(near).clean();
    }

    @Test
    void rls036_a_function_that_is_called_before_the_policies_filter() {
        bench.correct().rows();
        bench.fault("create function peek(id bigint) returns boolean language plpgsql leakproof cost 0.0001 as "
                + "$$ begin if id = 4 then raise exception 'there is a row %', id; end if; return true; end $$");
        String query = "select id from item where peek(id)";
        String[] plain = {"set local enable_bitmapscan = off", "set local enable_indexscan = off"};
        assertThatThrownBy(() -> bench.numbers(Tenants.A, query, plain)).hasMessageContaining("there is a row 4");
        bench.refusesStart("RLS036");
        bench.mends(bench.finds("RLS036", Severity.MEDIUM, "public.peek(bigint)"));
        assertThat(bench.numbers(Tenants.A, query, plain)).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create function f(a text) returns boolean language sql as 'select true'",
                "create function f(a text) returns boolean leakproof language sql as 'select true'; "
                        + "revoke execute on function f(text) from public"
            })
    void rls036_is_no_fault_of_functions_that_are_not_called_early_or_at_all(String near) {
        bench.correct().fault(near).clean();
    }
}
