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

/** Each rule about views finds its fault, nothing else does, and its SQL mends it. */
@ExtendWith(DatabaseExtension.class)
class ViewRulesIT {

    private final Database database;
    private final RuleBench bench;

    ViewRulesIT(Database database) {
        this.database = database;
        bench = new RuleBench(database, Item.class);
    }

    @AfterEach
    void drop_roles() {
        bench.dropRoles();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            public.v     | create view v as select id from item; grant select on v to app
            public.v     | create view v as select id from item; grant select (id) on v to public
            public.inner | create view "inner" as select id from item; create view v as select id from "inner"; \
                           grant select on v to app
            public.inner | create view "inner" as select id from item; \
                           create view v with (security_invoker = true) as select id from "inner"; \
                           grant select on v, "inner" to app
            public.v     | create policy tenant_system on item to system using (true); \
                           create view v as select id from item; alter view v owner to system; grant select on v to app
            """)
    void rls029_a_view_with_the_rights_of_one_who_sees_all(String subject, String fault) {
        bench.assumeServerHas(fault);
        bench.correct().rows();
        bench.fault(fault);
        assertThat(bench.numbers(Tenants.A, "select id from v order by id")).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart("RLS029");
        Finding finding = bench.finds("RLS029", Severity.CRITICAL, subject);
        assertThat(finding.message()).contains("public.item", "by way of").contains("public.v");
        bench.mends(finding);
        assertThat(bench.numbers(Tenants.A, "select id from v order by id")).containsExactly(1L);
    }

    @Test
    void rls029_a_rule_with_the_rights_of_one_who_sees_all() {
        bench.correct().rows();
        bench.fault(
                "create table log (id bigint)",
                "grant insert, select on log to app",
                "create rule clean as on insert to log do also delete from item where id > 1");
        assertThat(bench.numbers(Tenants.A, "select id from item", "insert into log values (1)"))
                .containsExactly(1L);
        assertThat(database.value(Role.SUPERUSER, "select count(*) from item")).isEqualTo("1");
        bench.refusesStart("RLS029");
        Finding finding = bench.finds("RLS029", Severity.CRITICAL, "public.log");
        bench.mends(finding);
        bench.fault("delete from item").rows();
        bench.numbers(Tenants.A, "select id from item", "insert into log values (1)");
        assertThat(database.value(Role.SUPERUSER, "select count(*) from item")).isEqualTo("4");
    }

    @Test
    void rls029_an_owner_without_force_is_a_fault_of_the_table_and_of_the_view() {
        bench.correct().rows();
        bench.fault(
                "alter table item no force row level security",
                "create view v as select id from item",
                "alter view v owner to owner",
                "grant select on v to app");
        assertThat(bench.numbers(Tenants.A, "select id from v")).hasSize(4);
        assertThat(bench.report().findings()).extracting(Finding::rule).containsExactly("RLS029", "RLS003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create view v with (security_invoker = on) as select id from item; grant select on v to app",
                "create view v as select id from item; alter view v owner to owner; grant select on v to app",
                "create view v as select id from item",
                "create view v as select id from item; grant select on v to system",
                "create view v as select 1 as id; grant select on v to app",
                "create schema hidden; create view hidden.v as select id from item; grant select on hidden.v to app",
                "create view i with (security_invoker = on) as select id from item; create view v as select id from i; "
                        + "grant select on v to app",
                "create policy own on item to system using (tenant_id is not null); create view v as select id from item; "
                        + "alter view v owner to owner; grant select on v to app",
                "create policy wide on item to system using (true); create policy narrow on item as restrictive using "
                        + "(tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid); "
                        + "create view v as select id from item; alter view v owner to system; grant select on v to app"
            })
    void rls029_is_no_fault_of_views_that_filter_or_are_out_of_reach(String near) {
        bench.assumeServerHas(near);
        bench.correct().fault(near).clean();
        bench.fault("drop schema if exists hidden cascade");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create materialized view m as select id from item; grant select on m to app",
                "create materialized view m as select id from item; grant select (id) on m to public",
                "create view i as select id from item; create materialized view m as select id from i; "
                        + "grant select on m to app with grant option",
                "create materialized view m as select id from item; alter materialized view m owner to app"
            })
    void rls030_a_readable_materialized_view(String fault) {
        bench.correct().rows();
        bench.fault(fault);
        assertThat(bench.numbers(Tenants.A, "select id from m order by id")).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart("RLS030");
        Finding finding = bench.finds("RLS030", Severity.HIGH, "public.m");
        assertThat(finding.message()).contains("public.item");
        bench.mends(finding);
        assertThatThrownBy(() -> bench.numbers(Tenants.A, "select id from m"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void rls029_an_owner_whose_policy_uses_the_tenant_column_and_not_the_tenant() {
        bench.correct().rows();
        bench.fault(
                "create policy present on item to system using (tenant_id is not null)",
                "create view v as select id from item",
                "alter view v owner to system",
                "grant select on v to app");
        assertThat(bench.numbers(Tenants.A, "select id from v order by id")).containsExactly(1L, 2L, 3L, 4L);
        bench.mends(bench.finds("RLS029", Severity.CRITICAL, "public.v"));
    }

    @Test
    void rls030_a_materialized_view_read_by_one_who_reads_all_data() {
        bench.correct().rows();
        String login = bench.logIn();
        bench.fault(
                "create materialized view m as select id from item",
                "revoke all on m from app",
                "grant pg_read_all_data to " + login);
        assertThat(bench.numbers(Tenants.A, "select id from m order by id")).containsExactly(1L, 2L, 3L, 4L);
        Finding finding = bench.finds("RLS030", Severity.HIGH, "public.m");
        assertThat(finding.mending()).singleElement().asString().startsWith("revoke \"pg_read_all_data\" from");
        bench.mends(finding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create materialized view m as select id, tenant_id from item; create view v as select id from m where "
                        + "tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid; "
                        + "grant select on v to app",
                "create materialized view m as select 1 as id; grant select on m to app",
                "create materialized view m as select id from item; grant select on m to system"
            })
    void rls030_is_no_fault_of_those_that_cannot_be_read(String near) {
        bench.correct().fault(near).clean();
    }
}
