// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.migration.StepKind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In an isolated database, what is changed is planned, and nothing else. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanDriftIT {

    private final Database database;

    PlanDriftIT(Database database) {
        this.database = database;
    }

    @BeforeAll
    void isolated() throws SQLException {
        OldShop.create(database);
        OldShop.apply(database, plan());
        assertThat(plan().steps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop policy tenant_isolation on tag | POLICY | public.tag",
                "drop policy tenant_floor on tag | POLICY | public.tag",
                "drop policy tenant_system on tag | POLICY | public.tag",
                "alter policy tenant_isolation on tag using (true) | POLICY | public.tag",
                "alter policy tenant_isolation on tag with check (true) | POLICY | public.tag",
                "alter policy tenant_isolation on tag to app | POLICY | public.tag",
                "alter policy tenant_floor on tag to switching | POLICY | public.tag",
                "alter policy tenant_system on tag to system, app | POLICY | public.tag",
                "alter policy tenant_system on tag using (label = 'x') | POLICY | public.tag",
                "drop policy tenant_isolation on event_2025 | POLICY | public.event",
                "alter table tag disable row level security | ROW_SECURITY | public.tag",
                "alter table tag no force row level security | ROW_SECURITY | public.tag",
                "alter table event_2026 no force row level security | ROW_SECURITY | public.event",
                "alter table tag alter column tenant_id drop default | DEFAULT | public.tag",
                "alter table tag alter column tenant_id set default gen_random_uuid() | DEFAULT | public.tag",
                "drop index line_note_tenant_id_idx | INDEX | public.line_note",
                "alter view customer_view reset (security_invoker) | VIEW | public.customer_view",
                "revoke select, delete on \"order\" from app | GRANT | app",
                "revoke usage on sequence order_id_seq from app | GRANT | app",
                "revoke usage on schema \"Sales\" from system | GRANT | system",
                "revoke insert on country from system | GRANT | system",
                "grant truncate on tag to app | GRANT | public.tag",
                "grant references (id), trigger on tag to public | GRANT | public.tag",
                "grant trigger on event_2025 to app with grant option | GRANT | public.event_2025",
            })
    void what_is_taken_away_or_changed_is_planned_alone_and_undone_to_what_was_changed(
            String change, StepKind kind, String subject) throws SQLException {
        assumeTrue(
                kind != StepKind.VIEW
                        || Integer.parseInt(String.valueOf(database.value(Role.OWNER, "show server_version_num")))
                                >= 150_000,
                "views of PostgreSQL 14 have the rights of their owners");
        List<String> right = Catalogs.of(database);
        database.sql(Role.OWNER, change);
        List<String> changed = Catalogs.of(database);
        assertThat(changed).isNotEqualTo(right);

        MigrationPlan plan = plan();
        assertThat(plan.steps())
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step.kind()).isEqualTo(kind))
                .allSatisfy(step -> assertThat(step.subject()).isEqualTo(subject));

        OldShop.apply(database, plan);
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(right);
        OldShop.undo(database, plan);
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(changed);
        OldShop.apply(database, plan());
        assertThat(plan().steps()).isEmpty();
    }

    /** Policies hide its rows from the owner, and those of the customers that tell the tenants. */
    @Test
    void a_column_that_may_be_null_is_filled_again_by_its_source() throws SQLException {
        List<String> right = Catalogs.of(database);
        database.sql(
                Role.OWNER,
                "alter table order_tag disable row level security",
                "alter table order_tag alter column tenant_id drop not null",
                "update order_tag set tenant_id = null where tag_id = 2",
                "alter table order_tag enable row level security");
        List<String> changed = Catalogs.of(database);

        MigrationPlan plan = plan();
        assertThat(plan.steps())
                .map(step -> step.kind() + " " + step.subject())
                .containsExactly(
                        "ROW_SECURITY public.order_tag",
                        "ROW_SECURITY public.tag",
                        "BACKFILL public.order_tag",
                        "NOT_NULL public.order_tag",
                        "NOT_NULL public.order_tag",
                        "NOT_NULL public.order_tag",
                        "ROW_SECURITY public.tag",
                        "ROW_SECURITY public.order_tag");
        OldShop.apply(database, plan);
        OldShop.assertRightTenants(database);
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(right);

        OldShop.undo(database, plan);
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(changed);
        OldShop.apply(database, plan());
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void an_index_whose_creation_was_broken_off_is_dropped_and_made_again() throws SQLException {
        database.sql(
                Role.SUPERUSER,
                "update pg_index set indisvalid = false where indexrelid = 'line_note_tenant_id_idx'::regclass");

        MigrationPlan plan =
                OldShop.plan(database, OldShop.config(), new PlanOptions(EnumSet.allOf(MigrationPhase.class), true));
        assertThat(plan.steps())
                .map(step -> step.statements().get(0))
                .containsExactly(
                        "drop index concurrently \"public\".\"line_note_tenant_id_idx\"",
                        "create index concurrently \"line_note_tenant_id_idx\" on \"public\".\"line_note\""
                                + " (\"tenant_id\")");
        assertThat(plan.steps()).noneMatch(MigrationStep::transactional);

        OldShop.apply(database, plan);
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void policies_of_others_that_may_widen_are_noted_and_left() throws SQLException {
        database.sql(Role.OWNER, "create policy theirs on tag for select using (label = 'x')");

        MigrationPlan plan = plan();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.notes())
                .anySatisfy(note -> assertThat(note)
                        .startsWith("The policy theirs of public.tag is permissive")
                        .contains("RLS010"));
        database.sql(Role.OWNER, "drop policy theirs on tag");
    }

    @Test
    void a_materialized_view_is_noted() throws SQLException {
        database.sql(Role.OWNER, "create materialized view heap as select * from outer_view with no data");

        MigrationPlan plan = plan();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.notes())
                .anySatisfy(note -> assertThat(note)
                        .startsWith("The materialized view public.heap holds rows")
                        .contains("RLS030"));
        database.sql(Role.OWNER, "drop materialized view heap");
    }

    @Test
    void settings_and_memberships_that_go_around_policies_are_noted() throws SQLException {
        database.sql(
                Role.SUPERUSER,
                "alter database " + database.name() + " set app.current_tenant = 'x'",
                "alter role app in database " + database.name() + " set row_security = off");

        assertThat(plan().notes())
                .anySatisfy(note ->
                        assertThat(note).contains("alter database " + database.name() + " reset app.current_tenant"))
                .anySatisfy(note -> assertThat(note)
                        .contains("alter role app in database " + database.name() + " reset row_security"));
        database.sql(
                Role.SUPERUSER,
                "alter database " + database.name() + " reset app.current_tenant",
                "alter role app in database " + database.name() + " reset row_security");
        assertThat(plan().notes()).noneMatch(note -> note.contains("reset"));
    }

    private MigrationPlan plan() throws SQLException {
        return OldShop.plan(database, OldShop.config(), PlanOptions.DEFAULT);
    }
}
