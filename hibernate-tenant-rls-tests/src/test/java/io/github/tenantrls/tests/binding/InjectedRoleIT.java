// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQL that is not the application's own can do with the role of the system, in each of the two ways. */
class InjectedRoleIT extends RoleSessions {

    @BeforeAll
    static void create_functions() {
        database.sql(
                Role.OWNER,
                "create function become(who text, for_transaction boolean) returns text language sql as"
                        + " 'select set_config(''role'', $1, $2)'",
                "create function names_of_all() returns setof text language plpgsql as $$ begin"
                        + " perform become('system', true); return query select name from item order by name; end $$");
    }

    @AfterEach
    void the_next_transaction_of_a_tenant_is_healed() throws SQLException {
        execute(physical, "rollback");
        physical.setAutoCommit(false);
        assertSees(b, Tenants.B);
        physical.commit();
        physical.setAutoCommit(true);
        assertSees(c, Tenants.C);
        for (Reading reading : Reading.values()) {
            assertThat(reading.names(a)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set role system",
                "set local role system",
                "set session role 'system'",
                "set \"role\" to system",
                "set\"role\"to system",
                "set U&\"r\\006fle\" to system",
                "SET /* a /* b */ c */ ROLE system",
                "set--\n role system",
                "reset role",
                "set session authorization system",
                "set local session authorization system",
                "set session_authorization = system",
                "select set_config('role', 'system', false)",
                "select pg_catalog.SET_CONFIG($$role$$, 'system', true)",
                "select 1; set role system; select name from item",
                "do $$ begin perform set_config('role', 'system', true); end $$"
            })
    void text_that_sets_the_role_is_refused(String text) throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            physical.setAutoCommit(autoCommit);
            assertRefused(() -> execute(a, text));
            assertRefused(() -> a.prepareStatement(text).execute());
            assertRefused(() -> {
                try (Statement statement = a.createStatement()) {
                    statement.addBatch(text);
                    statement.executeBatch();
                }
            });
            assertSees(a, Tenants.A);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'set role system'",
                "set application_name = 'role'",
                "set local statement_timeout = 0 -- role",
                "select set_config('my.role', 'x', true)",
                "set role_x.y = '1'"
            })
    void other_text_about_roles_is_not_refused(String text) throws SQLException {
        execute(a, text);
        assertSees(a, Tenants.A);
    }

    /** The limit of this way: no policy holds what has become the system. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select names_of_all()",
                "select name from (select become('system', true)) b, lateral (select names_of_all() as name) i order by 1"
            })
    void a_function_reads_the_rows_of_all_within_its_statement(String text) throws SQLException {
        physical.setAutoCommit(false);
        try (PreparedStatement statement = a.prepareStatement(text)) {
            assertThat(Bound.read(statement.executeQuery())).isEqualTo(ALL);
        }
    }

    @Test
    void what_a_function_became_lasts_to_the_end_of_the_transaction_or_another_sessions_turn() throws SQLException {
        physical.setAutoCommit(false);
        assertSees(a, Tenants.A);
        Bound.read(a.prepareStatement("select become('system', true)").executeQuery());
        assertThat(names(a)).isEqualTo(ALL);
        assertSees(b, Tenants.B);
        assertSees(a, Tenants.A);
    }

    @Test
    void what_a_block_became_is_undone_by_the_next_statement() throws SQLException {
        physical.setAutoCommit(false);
        execute(a, "do $$ begin execute 'set ro' || 'le system'; end $$");
        assertThat(names(physical)).as("it was taken").isEqualTo(ALL);
        assertSees(a, Tenants.A);
    }

    @Test
    void a_role_put_together_in_sql_is_undone_by_the_next_statement() throws SQLException {
        physical.setAutoCommit(false);
        execute(a, "select set_config('ro' || 'le', 'system', true)");
        assertThat(names(physical)).as("it was taken").isEqualTo(ALL);
        assertSees(a, Tenants.A);
    }

    /** Beyond the transaction: each binding gives it back, and only what is not bound works as the system. */
    @Test
    void a_role_that_stays_on_the_connection_is_seen_by_unbound_connections_alone() throws SQLException {
        Bound.read(a.prepareStatement("select become('system', false)").executeQuery());
        assertThat(names(physical)).as("what a borrower past the library sees").isEqualTo(ALL);
        for (Connection session : List.of(a, b, c)) {
            for (boolean autoCommit : new boolean[] {true, false}) {
                physical.setAutoCommit(autoCommit);
                names(session);
            }
            physical.rollback();
        }
        assertSees(a, Tenants.A);
        physical.rollback();
        assertThat(names(physical)).as("it is still there").isEqualTo(ALL);
        physical.rollback();
        physical.setAutoCommit(true);
        execute(physical, "discard all");
        assertNothingLeft();
    }

    /** With a login of the system's own the application's role is a member of nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "set role system",
                "set local role system",
                "set session authorization system",
                "select set_config('role', 'system', true)",
                "select set_config('role', 'system', false)",
                "select set_config('session_authorization', 'system', false)",
                "select names_of_all()",
                "do $$ begin execute 'set ro' || 'le system'; end $$",
                "grant system to app"
            })
    void with_a_login_of_its_own_no_sql_of_the_application_becomes_the_system(String text) throws SQLException {
        try (Connection app = database.connection(Role.APP)) {
            assertThatThrownBy(() -> execute(app, text)).hasFieldOrPropertyWithValue("SQLState", "42501");
            Connection session = Bound.to(Tenants.A, app);
            assertThatThrownBy(() -> execute(session, text)).hasFieldOrPropertyWithValue("SQLState", "42501");
            assertThat(Bound.names(session)).isEqualTo(Bound.rowsOf(Tenants.A));
            assertThat(Bound.names(app)).isEmpty();
        }
    }

    /** A role may change what its own connections begin with; the verification finds it (RLS051). */
    @ParameterizedTest
    @EnumSource(names = {"APP", "SWITCHING"})
    void a_role_that_later_connections_begin_with_is_given_back_by_each_binding(Role login) throws SQLException {
        boolean becomes = login == Role.SWITCHING;
        String name = database.user(login);
        String preset = " in database " + database.name();
        database.sql(login, "alter role " + name + preset + " set role = 'system'");
        try (Connection later = database.connection(login)) {
            assertThat(Bound.names(later)).isEqualTo(becomes ? ALL : List.of());
            Connection session = becomes ? Bound.to(Tenants.A, later, SETTINGS) : Bound.to(Tenants.A, later);
            assertThat(Bound.names(session)).isEqualTo(Bound.rowsOf(Tenants.A));
        } finally {
            database.sql(Role.SUPERUSER, "alter role " + name + preset + " reset role");
        }
    }

    /** What remains in both ways: the tenant is a session variable. */
    @Test
    void in_both_ways_a_function_can_name_another_tenant_within_its_statement() throws SQLException {
        database.sql(
                Role.OWNER,
                "create or replace function names_as(tenant text) returns setof text language plpgsql as $$ begin"
                        + " perform set_config('app.current_tenant', tenant, true);"
                        + " return query select name from item order by name; end $$");
        for (Role role : List.of(Role.APP, Role.SWITCHING)) {
            try (Connection login = database.connection(role)) {
                Connection session = Bound.to(Tenants.A, login);
                try (PreparedStatement statement = session.prepareStatement("select names_as(?)")) {
                    statement.setString(1, Tenants.B.toString());
                    assertThat(Bound.read(statement.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.B));
                }
                assertThat(Bound.names(session)).isEqualTo(Bound.rowsOf(Tenants.A));
            }
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(TenantRlsException.class)
                .hasMessageMatching("A statement that sets (the role|app\\.current_tenant) is refused.*");
    }
}
