// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invariants 7 and 15: two sessions of two tenants on one physical connection, in one transaction. */
@ExtendWith(DatabaseExtension.class)
class SharedConnectionIT {

    private static Database database;

    private Connection physical;
    private Connection sessionOfA;
    private Connection sessionOfB;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
        database.sql(
                Role.OWNER,
                "create function item_cursor() returns refcursor language plpgsql as $$ declare c refcursor := 'c'; begin"
                        + " open c for select name from item order by name; return c; end $$");
    }

    @BeforeEach
    void connect() throws SQLException {
        physical = database.connection(Role.APP);
        physical.setAutoCommit(false);
        sessionOfA = Bound.to(Tenants.A, physical);
        sessionOfB = Bound.to(Tenants.B, physical);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.rollback();
        physical.close();
    }

    @ParameterizedTest
    @EnumSource
    void each_session_sees_its_own_rows_in_turn(Reading reading) throws SQLException {
        for (int i = 0; i < 3; i++) {
            assertThat(reading.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
            assertThat(reading.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
            assertThat(reading.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        }
    }

    @Test
    void a_statement_kept_from_before_the_other_sessions_turn_is_bound_again() throws SQLException {
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        try (PreparedStatement kept = sessionOfA.prepareStatement("select name from item order by name")) {
            assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
            assertThat(Bound.read(kept.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
        }
    }

    @Test
    void a_rollback_to_a_savepoint_by_one_session_unbinds_both() throws SQLException {
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        var savepoint = sessionOfB.setSavepoint();
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        sessionOfB.rollback(savepoint);
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
    }

    @Test
    void a_released_session_leaves_nothing_to_the_other() throws SQLException {
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        sessionOfA.close();
        assertThat(Bound.names(physical)).isEmpty();
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
    }

    @Test
    void a_session_whose_connection_went_back_to_the_pool_sends_nothing() throws SQLException {
        PreparedStatement kept = sessionOfA.prepareStatement("select name from item order by name");
        assertThat(Bound.read(kept.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
        sessionOfA.close();
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B)); // lent to another
        assertThatThrownBy(kept::executeQuery).hasFieldOrPropertyWithValue("SQLState", "08003");
        assertThatThrownBy(() -> sessionOfA.createStatement()).hasFieldOrPropertyWithValue("SQLState", "08003");
        assertThatThrownBy(() -> sessionOfA.prepareStatement("select 1"))
                .hasFieldOrPropertyWithValue("SQLState", "08003");
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
    }

    @ParameterizedTest
    @EnumSource
    void nobody_is_bound_under_anothers_open_cursor(Reading reading) throws SQLException {
        try (PreparedStatement statement = sessionOfA.prepareStatement("select name from item")) {
            statement.setFetchSize(1);
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(() -> reading.names(sessionOfB))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("still reading rows from a cursor")
                    .hasMessageContaining("close that result first");
            assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).startsWith("a");
            rows.close();
            assertThat(reading.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        }
    }

    @Test
    void rebinding_under_an_open_cursor_would_show_anothers_rows() throws SQLException {
        // why the test above matters: past this library, the cursor of A goes on with the rows of B
        try (Statement statement = physical.createStatement()) {
            statement.execute("set local enable_indexscan = off; set local enable_bitmapscan = off");
            statement.execute("select set_config('app.current_tenant', '" + Tenants.A + "', true)");
            statement.execute("declare leaking cursor for select name from item");
            assertThat(Bound.read(statement.executeQuery("fetch 1 from leaking")))
                    .containsExactly("a1");
            statement.execute("select set_config('app.current_tenant', '" + Tenants.B + "', true)");
            assertThat(Bound.read(statement.executeQuery("fetch all from leaking")))
                    .contains("b1");
        }
    }

    @Test
    void a_cursor_that_was_read_to_its_end_or_whose_transaction_ended_hinders_nobody() throws SQLException {
        PreparedStatement statement = sessionOfA.prepareStatement("select name from item order by name");
        statement.setFetchSize(1);
        assertThat(Bound.read(statement.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        assertThat(statement.executeQuery().next()).isTrue();
        physical.commit();
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
    }

    @Test
    void a_cursor_in_a_column_is_fetched_for_the_session_that_reads_it() throws SQLException {
        try (PreparedStatement statement = sessionOfA.prepareStatement("select item_cursor()")) {
            ResultSet row = statement.executeQuery();
            assertThat(row.next()).isTrue();
            assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
            assertThat(Bound.read((ResultSet) row.getObject(1))).isEqualTo(Bound.rowsOf(Tenants.A));
        }
        try (Statement statement = sessionOfA.createStatement()) {
            ResultSet row = statement.executeQuery("select item_cursor() as found");
            assertThat(row.next()).isTrue();
            assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
            assertThat(Bound.read((ResultSet) row.getObject("found"))).isEqualTo(Bound.rowsOf(Tenants.A));
        }
    }

    @Test
    void a_check_of_constraints_on_demand_is_bound_as_it_may_run_triggers() throws SQLException {
        try (Statement statement = sessionOfB.createStatement()) {
            statement.execute("set constraints all immediate");
        }
        assertThat(Bound.names(physical)).isEqualTo(Bound.rowsOf(Tenants.B));
    }

    @Test
    void a_cursor_that_a_call_returns_is_fetched_for_the_session_that_calls() throws SQLException {
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        try (var call = sessionOfA.prepareCall("{? = call item_cursor()}")) {
            call.registerOutParameter(1, Types.REF_CURSOR);
            call.execute();
            ResultSet rows = (ResultSet) call.getObject(1);
            assertThat(rows.getStatement().getConnection()).isSameAs(sessionOfA);
            assertThat(Bound.read(rows)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
    }
}
