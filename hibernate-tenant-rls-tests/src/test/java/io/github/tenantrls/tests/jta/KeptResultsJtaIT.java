// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.binding.Kept;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Results kept after their connection was closed, which in a transaction of Narayana closes nothing of the driver's. */
@ExtendWith(DatabaseExtension.class)
class KeptResultsJtaIT {

    private static Database database;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
        Kept.create(database);
    }

    @AfterEach
    void no_transaction_is_left() throws Exception {
        Global.rollBack();
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void rows_of_a_cursor_end_with_their_connection(Pool kind) throws Exception {
        RlsDataSource isolated = RlsDataSource.of(kind.on(database));
        Pool.transactions().begin();
        Connection a = connection(isolated, A);
        ResultSet rows = Kept.cursor(a);
        int backend = Bound.backend(a);
        a.close();
        for (UUID tenant : List.of(B, C)) {
            try (Connection other = connection(isolated, tenant)) {
                assertThat(Bound.names(other)).isEqualTo(Bound.rowsOf(tenant));
                assertThat(Bound.backend(other)).isEqualTo(backend);
                assertClosed(rows::next);
                assertClosed(rows::isLast);
                assertClosed(() -> TenantContext.runAs(A, rows::next));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void a_cursor_in_a_column_is_not_fetched_after_the_connection_was_closed(Pool kind) throws Exception {
        RlsDataSource isolated = RlsDataSource.of(kind.on(database));
        Pool.transactions().begin();
        Connection a = connection(isolated, A);
        ResultSet row = Kept.cursorInColumn(a);
        a.close();
        for (UUID tenant : List.of(B, C)) {
            try (Connection other = connection(isolated, tenant)) {
                assertThat(Bound.names(other)).isEqualTo(Bound.rowsOf(tenant));
                assertClosed(() -> row.getObject(1));
                assertClosed(() -> row.getObject("found"));
                assertClosed(() -> TenantContext.runAs(A, () -> row.getObject(1)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void a_cursor_that_nobody_closes_keeps_neither_the_role_of_the_system_nor_a_tenant(Pool kind) throws Exception {
        DataSource pool = kind.on(database, database.url(), Role.SWITCHING);
        RlsDataSource isolated = RlsDataSource.of(pool, Map.of(TenantRlsSettings.SYSTEM_ROLE, "system"));
        Pool.transactions().begin();
        ResultSet[] kept = new ResultSet[2];
        TenantContext.<SQLException>runAsSystem("a test", () -> kept[0] = readByTwo(isolated, 4));
        assertNothingLeft(pool);
        TenantContext.<SQLException>runAs(A, () -> kept[1] = readByTwo(isolated, 1));
        assertNothingLeft(pool);
        assertThat(kept).as("still reachable").doesNotContainNull();
    }

    /** The first is closed while its cursor is open, and the second after it. */
    private static ResultSet readByTwo(DataSource isolated, int tenants) throws SQLException {
        try (Connection first = isolated.getConnection();
                Connection second = isolated.getConnection()) {
            ResultSet rows = Kept.cursor(first);
            first.close();
            assertThat(Bound.names(second)).hasSize(tenants * Bound.ROWS);
            return rows;
        }
    }

    private static void assertNothingLeft(DataSource pool) throws SQLException {
        try (Connection raw = pool.getConnection()) {
            JtaUnit.assertNothingLeft(raw);
        }
    }

    private static Connection connection(DataSource source, UUID tenant) throws SQLException {
        return TenantContext.<Connection, SQLException>callAs(tenant, source::getConnection);
    }

    /** By the library or by the pool, whose own results say less. */
    private static void assertClosed(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SQLException.class)
                .message()
                .containsPattern("This connection is closed|ResultSet is closed");
    }
}
