// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The role of the system over savepoints, failures, releases and what is left for the commit. */
class SystemRoleInTransactionsIT extends RoleSessions {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_rollback_to_a_savepoint_brings_the_role_back_for_nobody_else(boolean byText) throws SQLException {
        physical.setAutoCommit(false);
        assertThat(names(system)).isEqualTo(ALL);
        execute(physical, "savepoint s");
        Savepoint savepoint = physical.setSavepoint("t");
        assertSees(a, Tenants.A);
        if (byText) {
            execute(a, "rollback to savepoint s");
        } else {
            a.rollback(savepoint);
        }
        assertThat(names(physical)).as("the role is back").isEqualTo(ALL);
        assertSees(a, Tenants.A);
        assertSees(b, Tenants.B);
        assertThat(names(system)).isEqualTo(ALL);
        physical.rollback();
        assertNothingLeft();
    }

    @Test
    void a_rollback_to_a_savepoint_that_takes_the_role_away_is_followed_by_a_new_binding() throws SQLException {
        physical.setAutoCommit(false);
        assertSees(a, Tenants.A);
        Savepoint savepoint = a.setSavepoint();
        assertThat(names(system)).isEqualTo(ALL);
        TenantContext.runAsSystem("a test", () -> system.rollback(savepoint));
        assertThat(names(physical)).isEqualTo(Bound.rowsOf(Tenants.A));
        assertThat(names(system)).isEqualTo(ALL);
        assertSees(a, Tenants.A);
        physical.rollback();
        assertNothingLeft();
    }

    @Test
    void a_savepoint_of_the_systems_comes_after_its_binding() throws SQLException {
        physical.setAutoCommit(false);
        TenantContext.runAsSystem("a test", () -> {
            Savepoint savepoint = system.setSavepoint();
            execute(system, "select 1");
            system.rollback(savepoint);
        });
        assertThat(names(physical)).as("it was bound before").isEqualTo(ALL);
        assertSees(a, Tenants.A);
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "conservative", "never"})
    void after_a_failed_statement_each_session_is_bound_anew(String autosave) throws SQLException {
        try (Connection saving = connect("autosave", autosave)) {
            physical.close();
            physical = saving;
            open();
            physical.setAutoCommit(false);
            for (Connection failing : List.of(system, a, b)) {
                for (Connection before : List.of(system, a, b)) {
                    names(before);
                    fail(failing);
                    if (autosave.equals("always")) {
                        assertSees(a, Tenants.A);
                        assertThat(names(system)).isEqualTo(ALL);
                        assertSees(b, Tenants.B);
                        assertSees(c, Tenants.C);
                    } else {
                        assertThatThrownBy(() -> names(a)).hasFieldOrPropertyWithValue("SQLState", "25P02");
                    }
                    physical.rollback();
                    assertSees(a, Tenants.A);
                    physical.rollback();
                }
            }
            assertThat(value(physical, "select current_setting('role')")).isEqualTo("none");
        }
    }

    @Test
    void a_session_that_is_released_in_an_open_transaction_gives_the_role_back() throws SQLException {
        physical.setAutoCommit(false);
        assertThat(names(system)).isEqualTo(ALL);
        system.close();
        assertNothingLeft();
        assertSees(a, Tenants.A);
        a.close();
        assertNothingLeft();
        physical.rollback();
    }

    @Test
    void one_of_two_sessions_of_the_systems_is_released() throws SQLException {
        physical.setAutoCommit(false);
        Connection another = Bound.toSystem(physical, SETTINGS);
        names(system);
        TenantContext.runAsSystem(
                "a test", () -> assertThat(Bound.names(another)).isEqualTo(ALL));
        another.close();
        assertSees(b, Tenants.B);
        assertThat(names(system)).isEqualTo(ALL);
        system.close();
        assertNothingLeft();
        physical.rollback();
    }

    @Test
    void what_was_left_for_the_commit_is_done_for_whom_it_was_left() throws SQLException {
        database.sql(
                Role.OWNER,
                "create or replace function tell() returns trigger language plpgsql as $$ begin raise exception"
                        + " 'seen by % for %', current_user, current_setting('app.current_tenant'); end $$",
                "create constraint trigger tell after update on item deferrable initially deferred"
                        + " for each row when (new.name = 'checked') execute function tell()");
        physical.setAutoCommit(false);
        String update = "update item set name = 'checked' where name = 'a1'";
        TenantContext.runAsSystem("a test", () -> execute(system, update));
        assertThatThrownBy(() -> names(a)).hasMessageContaining("seen by system for \n");
        physical.rollback();
        execute(a, update);
        assertThatThrownBy(() -> names(system)).hasMessageContaining("seen by switching for " + Tenants.A);
        physical.rollback();
        TenantContext.runAsSystem("a test", () -> execute(system, update));
        assertThatThrownBy(() -> system.close()).hasMessageContaining("seen by system for \n");
        physical.rollback();
        assertNothingLeft();
    }

    private void fail(Connection session) throws SQLException {
        for (String sql : List.of("select 1 / (select count(*) from item where name = 'none')")) {
            if (session == system) {
                TenantContext.runAsSystem("a test", () -> assertFails(session, sql));
            } else {
                assertFails(session, sql);
            }
        }
    }

    private static void assertFails(Connection session, String sql) {
        assertThatThrownBy(() -> session.prepareStatement(sql).executeQuery())
                .hasFieldOrPropertyWithValue("SQLState", "22012");
    }

    private static Connection connect(String property, String value) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.user(Role.SWITCHING));
        properties.setProperty("password", database.password(Role.SWITCHING));
        properties.setProperty(property, value);
        return DriverManager.getConnection(database.url(), properties);
    }
}
