// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.jdbc.BoundConnection;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.BaseConnection;

/** The role of the system is taken on for its own session alone, whatever else works on the physical connection. */
class SystemRoleIT extends RoleSessions {

    @ParameterizedTest
    @EnumSource
    void sessions_take_turns_in_one_transaction(Reading reading) throws SQLException {
        physical.setAutoCommit(false);
        for (int turn = 0; turn < 3; turn++) {
            assertThat(names(reading, system)).isEqualTo(ALL);
            assertThat(names(reading, a)).isEqualTo(Bound.rowsOf(Tenants.A));
            assertThat(names(reading, b)).isEqualTo(Bound.rowsOf(Tenants.B));
            assertThat(names(reading, system)).isEqualTo(ALL);
            assertThat(names(reading, c)).isEqualTo(Bound.rowsOf(Tenants.C));
        }
        names(reading, system);
        physical.commit();
        assertNothingLeft();
    }

    @ParameterizedTest
    @EnumSource
    void sessions_take_turns_in_auto_commit(Reading reading) throws SQLException {
        for (int turn = 0; turn < 2; turn++) {
            assertThat(names(reading, system)).isEqualTo(ALL);
            assertNothingLeft();
            assertThat(names(reading, a)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessions_take_turns_with_separate_bindings(Reading reading) throws SQLException {
        String[] settings = {TenantRlsSettings.SYSTEM_ROLE, "system", TenantRlsSettings.BINDING, "separate"};
        a = Bound.to(Tenants.A, physical, settings);
        system = Bound.toSystem(physical, settings);
        for (boolean autoCommit : new boolean[] {true, false}) {
            physical.setAutoCommit(autoCommit);
            for (int turn = 0; turn < 2; turn++) {
                assertThat(names(reading, system)).isEqualTo(ALL);
                assertThat(names(reading, a)).isEqualTo(Bound.rowsOf(Tenants.A));
            }
        }
        physical.rollback();
        assertNothingLeft();
    }

    /** As a transaction manager begins them: neither their beginning nor their end is seen. */
    @ParameterizedTest
    @EnumSource
    void sessions_take_turns_in_transactions_of_somebody_else(Reading reading) throws SQLException {
        for (String end : List.of("commit", "rollback", "commit")) {
            execute(physical, "begin");
            assertThat(names(reading, a)).isEqualTo(Bound.rowsOf(Tenants.A));
            assertThat(names(reading, system)).isEqualTo(ALL);
            execute(physical, end);
            execute(physical, "begin");
            assertThat(names(reading, a)).isEqualTo(Bound.rowsOf(Tenants.A));
            assertThat(names(reading, system)).isEqualTo(ALL);
            assertThat(names(reading, b)).isEqualTo(Bound.rowsOf(Tenants.B));
            execute(physical, end);
            assertNothingLeft();
        }
    }

    @Test
    void statements_that_are_kept_run_for_their_session() throws SQLException {
        physical.setAutoCommit(false);
        String sql = "select name from item order by name";
        try (PreparedStatement ofSystem = system.prepareStatement(sql);
                PreparedStatement ofA = a.prepareStatement(sql)) {
            for (int i = 0; i < 20; i++) { // the server prepares them at the fifth execution, and plans them for a role
                assertThat(asSystem(ofSystem)).isEqualTo(ALL);
                assertThat(Bound.read(ofA.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
                if (i % 7 == 0) {
                    physical.commit();
                    assertNothingLeft();
                }
            }
        }
    }

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
    void nobody_is_bound_under_a_cursor_of_the_systems_nor_the_system_under_a_tenants() throws SQLException {
        physical.setAutoCommit(false);
        TenantContext.runAsSystem("a test", () -> {
            try (PreparedStatement statement = system.prepareStatement("select name from item order by name")) {
                statement.setFetchSize(1);
                ResultSet rows = statement.executeQuery();
                assertThat(rows.next()).isTrue();
                TenantContext.runAs(Tenants.A, () -> assertUnderCursor(a));
                assertThat(Bound.read(rows)).isEqualTo(ALL.subList(1, ALL.size()));
            }
        });
        try (PreparedStatement statement = a.prepareStatement("select name from item order by name")) {
            statement.setFetchSize(1);
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            assertUnderCursor(system);
            assertThat(Bound.read(rows)).containsExactly("a2", "a3");
        }
        physical.rollback();
    }

    /** Its rows were planned for the system, and who fetches them does not matter to the server. */
    @Test
    void a_cursor_that_the_system_declared_by_text_ends_with_its_turn() throws SQLException {
        physical.setAutoCommit(false);
        TenantContext.runAsSystem("a test", () -> execute(system, "declare kept cursor for select name from item"));
        assertThatThrownBy(() -> a.prepareStatement("fetch all from kept").executeQuery())
                .hasFieldOrPropertyWithValue("SQLState", "34000");
        physical.rollback();
        TenantContext.runAsSystem("a test", () -> execute(system, "declare kept cursor for select name from item"));
        system.close();
        assertThatThrownBy(() -> execute(physical, "fetch all from kept"))
                .hasFieldOrPropertyWithValue("SQLState", "34000");
        physical.rollback();
    }

    @Test
    void what_the_server_has_planned_for_the_system_it_plans_anew_for_a_tenant() throws SQLException {
        database.sql(
                Role.OWNER,
                "create or replace function names_by_sql() returns setof text language sql stable as"
                        + " 'select name from item order by name'",
                "create or replace function names_by_plpgsql() returns setof text language plpgsql stable as"
                        + " $$ begin return query select name from item order by name; end $$");
        physical.setAutoCommit(false);
        TenantContext.runAsSystem("a test", () -> execute(system, "prepare p as select name from item order by name"));
        for (int turn = 0; turn < 12; turn++) {
            for (String sql : List.of("select names_by_sql()", "select names_by_plpgsql()", "execute p")) {
                assertThat(byText(system, sql)).as(sql).isEqualTo(ALL);
                assertThat(byText(a, sql)).as(sql).isEqualTo(Bound.rowsOf(Tenants.A));
            }
        }
        physical.rollback();
        execute(physical, "deallocate p");
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

    @Test
    void without_a_tenant_the_role_is_given_back_too() throws SQLException {
        physical.setAutoCommit(false);
        Connection nobody = Bound.toCurrent(
                physical, TenantRlsSettings.SYSTEM_ROLE, "system", TenantRlsSettings.MISSING_TENANT, "empty");
        for (int turn = 0; turn < 2; turn++) {
            assertThat(names(system)).isEqualTo(ALL);
            assertThat(names(nobody)).isEmpty();
        }
        physical.rollback();
    }

    @Test
    void what_is_unwrapped_is_bound_and_the_next_session_is_too() throws SQLException {
        physical.setAutoCommit(false);
        TenantContext.runAsSystem(
                "a test",
                () -> assertThat(Bound.names((Connection) system.unwrap(BaseConnection.class)))
                        .isEqualTo(ALL));
        assertSees(a, Tenants.A);
        physical.rollback();
    }

    @Test
    void without_the_switch_guard_a_tenants_session_works_for_its_tenant_and_the_systems_in_its_block_only()
            throws SQLException {
        String[] settings = {TenantRlsSettings.SYSTEM_ROLE, "system", TenantRlsSettings.SWITCH_GUARD, "false"};
        physical.setAutoCommit(false);
        Connection unguarded = Bound.to(Tenants.A, physical, settings);
        Connection ofSystem = Bound.toSystem(physical, settings);
        TenantContext.runAsSystem("a test", () -> {
            assertThat(Bound.names(ofSystem)).isEqualTo(ALL);
            assertThat(Bound.names(unguarded)).isEqualTo(Bound.rowsOf(Tenants.A));
        });
        assertThatThrownBy(() -> Bound.names(ofSystem)).hasMessageContaining("opened for the system");
        TenantContext.runAs(
                Tenants.A,
                () -> assertThatThrownBy(() -> Bound.names(ofSystem)).hasMessageContaining("opened for the system"));
        physical.rollback();
    }

    @Test
    void another_unit_with_a_variable_of_its_own_and_without_the_role_is_refused() throws SQLException {
        physical.setAutoCommit(false);
        Connection other = Bound.to(Tenants.B, physical, TenantRlsSettings.VARIABLE, "app.other");
        Connection sameVariable = Bound.to(Tenants.B, physical);
        assertThat(names(other)).isEmpty();
        Savepoint savepoint = physical.setSavepoint();
        assertThat(names(system)).isEqualTo(ALL);
        for (Connection without : List.of(other, sameVariable)) {
            for (Reading reading : Reading.values()) {
                assertThatThrownBy(() -> reading.names(without))
                        .isInstanceOf(TenantRlsException.class)
                        .hasMessageContaining("Another persistence unit works as the system in this transaction")
                        .hasMessageContaining("hibernate.tenant_rls.system_role");
            }
        }
        assertSees(a, Tenants.A); // gives the role back
        assertThat(value(other, "select current_user")).isEqualTo("switching");
        assertThat(names(sameVariable)).isEqualTo(Bound.rowsOf(Tenants.B));
        a.rollback(savepoint);
        assertThatThrownBy(() -> names(other)).as("it may be back").isInstanceOf(TenantRlsException.class);
        physical.rollback();
        assertThat(names(sameVariable)).isEqualTo(Bound.rowsOf(Tenants.B));
        physical.rollback();
    }

    /** The end of the transaction is not seen, as under JTA: the connection is given back after it. */
    @Test
    void a_unit_without_the_role_is_not_refused_for_a_transaction_that_is_over() throws SQLException {
        execute(physical, "begin");
        names(system);
        execute(physical, "commit");
        system.close();
        a.close();
        b.close();
        c.close();
        execute(physical, "begin");
        try (Connection without = Bound.to(Tenants.B, physical)) {
            assertThat(Bound.names(without)).isEqualTo(Bound.rowsOf(Tenants.B));
        }
        execute(physical, "rollback");
    }

    @Test
    void another_unit_with_a_variable_of_its_own_and_the_same_role_takes_turns() throws SQLException {
        physical.setAutoCommit(false);
        Connection other = Bound.to(
                Tenants.B, physical, TenantRlsSettings.VARIABLE, "app.other", TenantRlsSettings.SYSTEM_ROLE, "system");
        Connection othersSystem = Bound.toSystem(
                physical, TenantRlsSettings.VARIABLE, "app.other", TenantRlsSettings.SYSTEM_ROLE, "system");
        for (int turn = 0; turn < 3; turn++) {
            assertThat(names(system)).isEqualTo(ALL);
            assertThat(names(other)).isEmpty();
            assertThat(names(system)).isEqualTo(ALL);
            assertSees(a, Tenants.A);
            TenantContext.runAsSystem(
                    "a test", () -> assertThat(Bound.names(othersSystem)).isEqualTo(ALL));
            assertSees(a, Tenants.A);
        }
        physical.rollback();
        assertNothingLeft();
    }

    @Test
    void two_units_with_two_roles_work_each_as_its_own() throws SQLException {
        String role = database.name() + "_second";
        database.sql(Role.SUPERUSER, "create role " + role, "grant " + role + " to switching");
        try {
            physical.setAutoCommit(false);
            Connection second = Bound.toSystem(
                    physical, TenantRlsSettings.VARIABLE, "app.other", TenantRlsSettings.SYSTEM_ROLE, role);
            for (int turn = 0; turn < 2; turn++) {
                assertThat(asSystem(system, "select current_user")).isEqualTo("system");
                assertThat(asSystem(second, "select current_user")).isEqualTo(role);
            }
            physical.rollback();
        } finally {
            database.sql(Role.SUPERUSER, "drop role " + role);
        }
    }

    @Test
    void a_cursor_of_another_unit_goes_on_as_it_was_planned() throws SQLException {
        physical.setAutoCommit(false);
        Connection othersSystem = Bound.toSystem(
                physical, TenantRlsSettings.VARIABLE, "app.other", TenantRlsSettings.SYSTEM_ROLE, "system");
        try (PreparedStatement statement = a.prepareStatement("select name from item order by name")) {
            statement.setFetchSize(1);
            ResultSet rows = statement.executeQuery();
            TenantContext.runAsSystem(
                    "a test", () -> assertThat(Bound.names(othersSystem)).isEqualTo(ALL));
            assertThat(Bound.read(rows)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
        physical.rollback();
    }

    @Test
    void a_driver_that_cannot_be_seen_binds_each_statement() throws SQLException {
        physical.setAutoCommit(false);
        Connection hidden = Opaque.of(Bound.pooled(physical));
        try (Connection ofSystem = BoundConnection.bind(hidden, configuration(), TenantColumnType.UUID.system());
                Connection ofA = BoundConnection.bind(hidden, configuration(), Tenants.A)) {
            for (int turn = 0; turn < 2; turn++) {
                TenantContext.runAsSystem(
                        "a test", () -> assertThat(Bound.names(ofSystem)).isEqualTo(ALL));
                assertThat(Bound.names(ofA)).isEqualTo(Bound.rowsOf(Tenants.A));
            }
        }
        physical.rollback();
    }

    private List<String> byText(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            return session == system
                    ? TenantContext.<List<String>, SQLException>callAsSystem(
                            "a test", () -> Bound.read(statement.executeQuery(sql)))
                    : Bound.read(statement.executeQuery(sql));
        }
    }

    private static RlsConfiguration configuration() {
        return RlsConfiguration.of(Map.of(TenantRlsSettings.SYSTEM_ROLE, "system"));
    }

    private void assertUnderCursor(Connection session) {
        assertThatThrownBy(() -> names(session))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("still reading rows from a cursor");
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

    private static List<String> asSystem(PreparedStatement statement) throws SQLException {
        return TenantContext.<List<String>, SQLException>callAsSystem(
                "a test", () -> Bound.read(statement.executeQuery()));
    }

    private static String asSystem(Connection session, String sql) throws SQLException {
        return TenantContext.<String, SQLException>callAsSystem("a test", () -> value(session, sql));
    }

    private static Connection connect(String property, String value) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.user(Role.SWITCHING));
        properties.setProperty("password", database.password(Role.SWITCHING));
        properties.setProperty(property, value);
        return DriverManager.getConnection(database.url(), properties);
    }
}
