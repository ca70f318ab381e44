// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MissingPrivilegeException;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be planned is refused, with what to do. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanRefusalsIT {

    private final Database database;

    PlanRefusalsIT(Database database) {
        this.database = database;
    }

    @BeforeAll
    void tables() {
        database.sql(
                Role.OWNER,
                "create table project (id bigint primary key, name text, parent bigint references project)",
                "create table task (id bigint primary key, project bigint references project, note text)",
                "create table typed (id bigint primary key, tenant_id bigint)",
                "create table part (id bigint) partition by range (id)",
                "create table part_1 partition of part for values from (1) to (2)",
                "create view project_view as select * from project",
                "create materialized view project_heap as select * from project",
                "create table a (id int primary key, b int)",
                "create table b (id int primary key, a int references a)",
                "alter table a add foreign key (b) references b",
                "create table hidden (id int primary key, tenant_id uuid)",
                "alter table hidden enable row level security",
                "alter table hidden force row level security",
                "insert into project values (1, 'p')",
                "insert into task values (1, 1), (2, null)",
                "create table empty (id bigint primary key)");
        database.sql(Role.SUPERUSER, "create table theirs (id int primary key)");
    }

    @Test
    void a_table_that_is_not_there_with_those_of_nearly_its_name() {
        refused(Map.of("tables.scoped", "public.projects"))
                .hasMessage("There is no table public.projects, which tables.scoped names; there is public.project;"
                        + " correct the name, with its schema, or take it out of tables.scoped");
        refused(Map.of("tables.scoped", "public.empty", "tables.global", "other.tsak"))
                .hasMessageStartingWith(
                        "There is no table other.tsak, which tables.global names; there is public.task;");
        refused(Map.of("tables.scoped", "public.quite_another"))
                .hasMessage("There is no table public.quite_another, which tables.scoped names; correct the name, with"
                        + " its schema, or take it out of tables.scoped");
    }

    @Test
    void what_cannot_have_policies() {
        refused(Map.of("tables.scoped", "public.project_view"))
                .hasMessage("public.project_view is in tables.scoped, but it is a view; name the tables that it reads");
        refused(Map.of("tables.scoped", "public.project_heap"))
                .hasMessageStartingWith("public.project_heap is in tables.scoped, but it is a materialized view");
        refused(Map.of("tables.scoped", "public.part_1"))
                .hasMessageEndingWith("it is a partition; name the partitioned table, its partitions follow");
    }

    @Test
    void rows_without_a_source_of_tenants() {
        refused(Map.of("tables.scoped", "public.project"))
                .hasMessage("The table public.project has rows without a tenant, and nothing says which tenant's they"
                        + " are; set table.public.project.fill to tenant:<identifier>, via:<column of a foreign key> or"
                        + " sql:<expression>");
    }

    @Test
    void a_via_without_a_foreign_key_to_a_scoped_table() {
        refused(Map.of("tables.scoped", "public.task", "table.public.task.fill", "via:project"))
                .hasMessage(
                        "table.public.task.fill is via:project, but no foreign key of the column project refers to a"
                                + " table of tables.scoped; name a column of such a key, or give tenant:<identifier> or"
                                + " sql:<expression>");
        refused(Map.of("tables.scoped", "public.task", "table.public.task.fill", "via:note"))
                .hasMessageContaining("no foreign key of the column note refers");
    }

    @Test
    void rows_whose_foreign_key_is_null() {
        refused(Map.of(
                        "tables.scoped", "public.task, public.project",
                        "table.public.project.fill", "tenant:" + OldShop.A,
                        "table.public.task.fill", "via:project"))
                .hasMessage(
                        "The table public.task has rows without a tenant whose project is null, so via: says nothing"
                                + " of them; set project or delete them, or give another source by table.public.task.fill");
    }

    @Test
    void sources_that_lead_in_a_circle() {
        refused(Map.of(
                        "tables.scoped",
                        "public.a, public.b",
                        "table.public.a.fill",
                        "via:b",
                        "table.public.b.fill",
                        "via:a"))
                .hasMessage("The sources of tenants lead in a circle: public.a by via: to public.b by via: to public.a;"
                        + " give one of them another source by table.<name>.fill: another foreign key,"
                        + " tenant:<identifier>, or sql:<expression>");
        refused(Map.of("tables.scoped", "public.project", "table.public.project.fill", "via:parent"))
                .hasMessageContaining("public.project by via: to public.project");
    }

    @Test
    void a_tenant_that_the_column_cannot_hold() {
        refused(Map.of("tables.scoped", "public.project", "table.public.project.fill", "tenant:first"))
                .hasMessageStartingWith("table.public.project.fill: ")
                .hasMessageContaining("it is no UUID");
    }

    @Test
    void a_column_of_another_type() {
        refused(Map.of("tables.scoped", "public.typed"))
                .hasMessage("The column tenant_id of public.typed is of type bigint, not uuid; convert it (rule RLS024"
                        + " has the statements), or set table.public.typed.column_type or .column");
    }

    @Test
    void tables_of_another_owner() {
        refused(Map.of("tables.scoped", "public.theirs"))
                .isInstanceOf(MissingPrivilegeException.class)
                .hasMessage("The role owner may not change tables that it does not own: public.theirs is "
                        + database.user(Role.SUPERUSER)
                        + "'s; log in as the owner, or as a role that is a member of it");
    }

    @Test
    void rows_that_policies_hide_from_the_owner_where_the_application_may_be_the_owner() {
        String message =
                "The rows of public.hidden are hidden from owner, because row-level security is forced there, so"
                        + " they cannot be filled; run it as a role with BYPASSRLS, or set hibernate.tenant_rls.runtime_role to a"
                        + " role of the application that is no member of the owner, or run alter table \"public\".\"hidden\" no"
                        + " force row level security while nobody works";
        String fill = "table.public.hidden.fill";
        refused(Map.of("tables.scoped", "public.hidden", fill, "tenant:" + OldShop.A))
                .hasMessage(message);
        refused(Map.of("tables.scoped", "public.hidden", fill, "tenant:" + OldShop.A, "runtime_role", "owner"))
                .hasMessage(message);
        refused(Map.of("tables.scoped", "public.hidden", "runtime_role", "app")).hasMessage(message);
    }

    @Test
    void a_role_that_is_not_there_and_cannot_be_created() {
        refused(Map.of("tables.scoped", "public.empty", "runtime_role", "no such \"role"))
                .isInstanceOf(MissingPrivilegeException.class)
                .hasMessage("There is no role no such \"role, and owner may not create roles; have somebody run: create"
                        + " role \"no such \"\"role\" login nosuperuser nobypassrls");
    }

    @Test
    void one_role_for_the_application_and_the_system() {
        refused(Map.of("tables.scoped", "public.empty", "runtime_role", "app", "system_role", "app"))
                .hasMessageContaining("are both app, so the application would see the rows of all tenants");
    }

    @Test
    void policies_in_force_before_all_is_prepared() {
        assertThatThrownBy(() -> OldShop.plan(
                        database,
                        IsolationConfig.of(Map.of("tables.scoped", "public.empty"), "test"),
                        new PlanOptions(EnumSet.of(MigrationPhase.ENFORCE), false)))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith("The policies cannot be put into force yet: 2 steps of the phase PREPARE are"
                        + " lacking, the first: add the column tenant_id to public.empty;");
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(Map<String, String> values) {
        return assertThatThrownBy(() ->
                        OldShop.plan(database, IsolationConfig.of(new TreeMap<>(values), "test"), PlanOptions.DEFAULT))
                .isInstanceOf(TenantRlsException.class);
    }
}
