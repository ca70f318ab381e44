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
import io.github.tenantrls.internal.jdbc.UnitBinding;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    void a_driver_that_cannot_be_seen_binds_each_statement() throws SQLException {
        physical.setAutoCommit(false);
        Connection hidden = Opaque.of(Bound.pooled(physical));
        UnitBinding binding = new UnitBinding(configuration());
        try (Connection ofSystem = binding.bind(hidden, TenantColumnType.UUID.system());
                Connection ofA = binding.bind(hidden, Tenants.A)) {
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

    private static List<String> asSystem(PreparedStatement statement) throws SQLException {
        return TenantContext.<List<String>, SQLException>callAsSystem(
                "a test", () -> Bound.read(statement.executeQuery()));
    }
}
