// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.support.LendingDataSource;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Results that are kept after their connection was closed, by a pool that leaves them open, and the transaction too. */
class KeptResultsIT extends TwoSessions {

    private static final List<UUID> OTHERS = List.of(Tenants.B, Tenants.C);

    @BeforeAll
    static void read_each_row() {
        Kept.create(database);
    }

    @Test
    void rows_of_a_cursor_end_with_their_connection() throws SQLException {
        ResultSet rows = Kept.cursor(sessionOfA);
        assertThat(rows.getString(1)).isEqualTo("a1");
        sessionOfB.close();
        sessionOfA.close();
        for (UUID tenant : OTHERS) {
            try (Connection other = Bound.to(tenant, physical)) {
                assertThat(Bound.names(other)).isEqualTo(Bound.rowsOf(tenant));
                assertConnectionClosed(rows::next);
                assertConnectionClosed(rows::isLast);
                assertConnectionClosed(() -> TenantContext.runAs(Tenants.A, rows::next));
                assertThat(Bound.names(other)).isEqualTo(Bound.rowsOf(tenant));
            }
        }
        Bound.assertNothingLeft(physical, backend);
    }

    @Test
    void a_cursor_in_a_column_is_not_fetched_after_the_connection_was_closed() throws SQLException {
        ResultSet row = Kept.cursorInColumn(sessionOfA);
        sessionOfB.close();
        sessionOfA.close();
        for (UUID tenant : OTHERS) {
            try (Connection other = Bound.to(tenant, physical)) {
                assertThat(Bound.names(other)).isEqualTo(Bound.rowsOf(tenant));
                assertConnectionClosed(() -> row.getObject(1));
                assertConnectionClosed(() -> row.getObject("found"));
                assertConnectionClosed(() -> TenantContext.runAs(Tenants.A, () -> row.getObject(1, ResultSet.class)));
            }
        }
    }

    @Test
    void a_cursor_of_a_closed_connection_hinders_nobody() throws SQLException {
        ResultSet rows = Kept.cursor(sessionOfA);
        sessionOfA.close();
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B)); // was there before
        assertThat(rows.isClosed()).isTrue();
    }

    @Test
    void a_cursor_of_a_closed_connection_keeps_no_tenant() throws SQLException {
        Connection again = Bound.to(Tenants.A, physical);
        ResultSet rows = Kept.cursor(sessionOfA);
        sessionOfA.close();
        assertThat(Bound.names(again)).isEqualTo(Bound.rowsOf(Tenants.A));
        again.close();
        Bound.assertNothingLeft(physical, backend);
        assertConnectionClosed(rows::next);
    }

    /** As one does that takes back what was kept for too long: the library is not told. */
    @Test
    void nothing_is_read_after_the_pool_has_closed_the_connection_beneath() throws SQLException {
        sessionOfA.close();
        sessionOfB.close();
        Connection lent = Bound.pooled(physical);
        LendingDataSource pool = () -> lent;
        Connection kept =
                TenantContext.<Connection, SQLException>callAs(Tenants.A, RlsDataSource.of(pool)::getConnection);
        ResultSet row = Kept.cursorInColumn(kept);
        ResultSet rows = Kept.cursor(kept);
        lent.close();
        assertConnectionClosed(rows::next);
        assertConnectionClosed(() -> row.getObject(1));
        for (UUID tenant : OTHERS) {
            try (Connection other = Bound.to(tenant, physical)) {
                assertThat(Bound.names(other)).isEqualTo(Bound.rowsOf(tenant));
                assertConnectionClosed(rows::next);
                assertConnectionClosed(rows::isLast);
                assertConnectionClosed(() -> row.getObject(1));
            }
        }
    }

    @Test
    void past_the_library_they_would_go_on_with_the_rows_of_whoever_came_next() throws SQLException {
        Connection lent = Bound.pooled(physical);
        execute(lent, "select set_config('app.current_tenant', '" + Tenants.A + "', true)");
        ResultSet rows = Kept.cursor(lent);
        ResultSet row = Kept.cursorInColumn(lent);
        lent.close();
        execute(physical, "select set_config('app.current_tenant', '" + Tenants.B + "', true)");
        assertThat(Bound.read(rows)).isEqualTo(Bound.rowsOf(Tenants.B));
        assertThat(Bound.read((ResultSet) row.getObject(1))).isEqualTo(Bound.rowsOf(Tenants.B));
    }

    private static void assertConnectionClosed(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SQLException.class)
                .hasFieldOrPropertyWithValue("SQLState", "08003")
                .hasMessage("This connection is closed");
    }
}
