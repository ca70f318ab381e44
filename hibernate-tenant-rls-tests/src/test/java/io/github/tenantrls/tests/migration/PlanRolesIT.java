// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Roles that are not there yet, and roles that could go around policies. Their names are those of no other database's. */
@ExtendWith(DatabaseExtension.class)
class PlanRolesIT {

    private final Database database;
    private final String app;
    private final String system;
    private final String sqlApp;
    private final String sqlSystem;
    private final IsolationConfig config;

    PlanRolesIT(Database database) {
        this.database = database;
        this.app = "the \"app " + database.name();
        this.system = "system of " + database.name();
        this.sqlApp = '"' + app.replace("\"", "\"\"") + '"';
        this.sqlSystem = '"' + system + '"';
        this.config = IsolationConfig.of(
                Map.of("tables.scoped", "public.item", "runtime_role", app, "system_role", system), "test");
    }

    @BeforeEach
    void table() {
        database.empty();
        database.sql(Role.OWNER, "create table item (id serial primary key)");
    }

    @AfterEach
    void dropRoles() {
        for (String role : List.of(sqlApp, sqlSystem)) {
            if (!database.query(Role.SUPERUSER, "select 1 from pg_roles where quote_ident(rolname) = '" + role + "'")
                    .isEmpty()) {
                database.sql(Role.SUPERUSER, "drop owned by " + role, "drop role " + role);
            }
        }
    }

    @Test
    void roles_that_are_not_there_are_created_and_the_application_can_take_on_the_system_without_inheriting_it()
            throws SQLException {
        MigrationPlan plan = plan(Role.SUPERUSER);
        assertThat(statements(plan))
                .contains(
                        "create role " + sqlApp + " login nosuperuser nobypassrls",
                        "create role " + sqlSystem + " nologin nosuperuser nobypassrls");
        assertThat(plan.notes())
                .contains("The role " + app + " is created without a password; set one by \\password " + sqlApp
                        + " in psql, or have it log in by other means");
        OldShop.apply(database, Role.SUPERUSER, plan);

        assertThat(plan(Role.SUPERUSER).steps()).isEmpty();
        assertThat(database.query(
                        Role.SUPERUSER,
                        "select rolcanlogin || ' ' || rolsuper || ' ' || rolbypassrls from pg_roles where rolname in ('"
                                + app + "', '" + system + "') order by rolname"))
                .containsExactly("false false false", "true false false");
        assertThat(database.value(
                        Role.SUPERUSER,
                        "select pg_has_role('" + app + "', '" + system + "', 'member') || ' ' || pg_has_role('" + app
                                + "', '" + system + "', 'usage')"))
                .isEqualTo("true false");

        OldShop.undo(database, Role.SUPERUSER, plan);
        assertThat(database.query(
                        Role.SUPERUSER, "select 1 from pg_roles where rolname in ('" + app + "', '" + system + "')"))
                .isEmpty();
    }

    @Test
    void a_system_that_logs_in_by_itself_is_granted_to_nobody() throws SQLException {
        IsolationConfig login = IsolationConfig.of(
                Map.of("tables.scoped", "public.item", "runtime_role", app, "system.user", system), "test");
        MigrationPlan plan = OldShop.plan(database, Role.SUPERUSER, login, PlanOptions.DEFAULT);
        assertThat(statements(plan))
                .contains("create role " + sqlSystem + " login nosuperuser nobypassrls")
                .noneMatch(sql -> sql.startsWith("grant " + sqlSystem));
        OldShop.apply(database, Role.SUPERUSER, plan);
        assertThat(OldShop.plan(database, Role.SUPERUSER, login, PlanOptions.DEFAULT)
                        .steps())
                .isEmpty();
        assertThat(
                        database.value(
                                Role.SUPERUSER,
                                "select roles::text from pg_policies where tablename = 'item' and policyname = 'tenant_system'"))
                .isEqualTo("{\"" + system + "\"}");
    }

    @Test
    void what_goes_around_policies_is_taken_off_a_role_that_is_there_and_undone_and_the_role_stays()
            throws SQLException {
        database.sql(
                Role.SUPERUSER,
                "create role " + sqlApp + " login superuser bypassrls",
                "create role " + sqlSystem + " bypassrls",
                "grant owner to " + sqlApp);
        String attributes = "select rolsuper || ' ' || rolbypassrls || ' ' || array(select roleid::regrole::text from"
                + " pg_auth_members m where m.member = r.oid order by 1)::text from pg_roles r where rolname in ('"
                + app
                + "', '" + system + "') order by rolname";
        List<String> before = List.copyOf(database.query(Role.SUPERUSER, attributes));

        MigrationPlan plan = plan(Role.SUPERUSER);
        OldShop.apply(database, Role.SUPERUSER, plan);
        assertThat(plan(Role.SUPERUSER).steps()).isEmpty();
        assertThat(database.query(Role.SUPERUSER, attributes))
                .containsExactly("false false {}", "false false {" + "\"\\\"" + system + "\\\"\"}");
        OldShop.undo(database, Role.SUPERUSER, plan);
        assertThat(database.query(Role.SUPERUSER, attributes)).containsExactlyElementsOf(before);
    }

    @Test
    void who_may_not_change_roles_is_told_what_to_have_done() throws SQLException {
        database.sql(
                Role.SUPERUSER,
                "create role " + sqlApp + " login bypassrls",
                "create role " + sqlSystem,
                "grant owner to " + sqlApp);

        MigrationPlan plan = plan(Role.OWNER);
        assertThat(plan.steps()).noneMatch(step -> step.kind().name().equals("ROLE"));
        assertThat(plan.notes())
                .anyMatch(note -> note.contains("run: alter role " + sqlApp + " nosuperuser nobypassrls"))
                .anyMatch(note -> note.contains("run: revoke \"owner\" from " + sqlApp))
                .anyMatch(note -> note.contains("grant " + sqlSystem + " to " + sqlApp)
                        && note.contains("inherit")
                        && note.endsWith("see rules RLS009 and RLS054"));
    }

    private MigrationPlan plan(Role role) throws SQLException {
        return OldShop.plan(database, role, config, PlanOptions.DEFAULT);
    }

    private static List<String> statements(MigrationPlan plan) {
        return plan.steps().stream()
                .map(MigrationStep::statements)
                .flatMap(List::stream)
                .toList();
    }
}
