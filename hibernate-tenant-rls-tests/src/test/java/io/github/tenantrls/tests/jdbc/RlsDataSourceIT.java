// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a tenant does through plain JDBC on a pooled connection is for its own rows, whoever had the connection before. */
@ParameterizedClass
@EnumSource
class RlsDataSourceIT extends OverAPool {

    RlsDataSourceIT(PoolOfOne kind) {
        super(kind);
    }

    @Test
    void each_tenant_reads_and_changes_its_own_rows_whoever_was_lent_the_connection_before() throws SQLException {
        for (UUID tenant : List.of(A, B, C, A)) {
            try (TenantContext.Scope scope = TenantContext.open(tenant)) {
                assertThat(names()).isEqualTo(Bound.rowsOf(tenant));
                try (Connection connection = isolated.getConnection()) {
                    connection.setAutoCommit(false);
                    assertThat(update(connection, "update item set name = name || '!'"))
                            .isEqualTo(Bound.ROWS);
                    assertThat(update(connection, "insert into item (name) values ('new')"))
                            .isOne();
                    assertThat(update(connection, "delete from item")).isEqualTo(Bound.ROWS + 1);
                    assertThat(Bound.names(connection)).isEmpty();
                    connection.rollback();
                    assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(tenant));
                    connection.commit();
                }
            }
        }
    }

    @Test
    void without_policies_it_reads_all_rows() throws SQLException {
        TestSchema.of(database).unprotect("item"); // the negative control of the test above
        try (TenantContext.Scope scope = TenantContext.open(A)) {
            assertThat(names()).hasSize(4 * Bound.ROWS);
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    @Test
    void a_row_of_another_tenant_is_not_written() {
        try (TenantContext.Scope scope = TenantContext.open(A)) {
            for (String sql : List.of(
                    "insert into item (name, tenant_id) values ('x', '" + B + "')",
                    "update item set tenant_id = '" + B + "'")) {
                assertThatThrownBy(() -> {
                            try (Connection connection = isolated.getConnection()) {
                                update(connection, sql);
                            }
                        })
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "42501")
                        .hasMessageContaining("row-level security");
            }
        }
    }

    @Test
    void threads_that_are_used_again_work_for_the_tenant_of_each_task() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<UUID> tenants = List.of(A, B, C, B, A, C);
            List<Future<List<String>>> read = new ArrayList<>();
            for (UUID tenant : tenants) {
                read.add(threads.submit(() -> TenantContext.callAs(tenant, this::names)));
            }
            for (int i = 0; i < tenants.size(); i++) {
                assertThat(read.get(i).get()).isEqualTo(Bound.rowsOf(tenants.get(i)));
            }
            assertThatThrownBy(() -> threads.submit(this::names).get())
                    .hasCauseInstanceOf(MissingTenantException.class);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void without_a_tenant_no_connection_is_taken() {
        assertThatThrownBy(isolated::getConnection)
                .isInstanceOf(MissingTenantException.class)
                .hasMessage(
                        "RlsDataSource: a session without a tenant asked for a database connection; open it inside of"
                                + " TenantContext.runAs(tenant, ..), on the same thread, since no thread inherits a tenant, or set"
                                + " hibernate.tenant_rls.missing_tenant=empty to let such sessions see no rows");
    }

    @Test
    void without_a_tenant_no_row_is_seen_or_written_where_that_is_allowed() throws SQLException {
        DataSource empty = with(TenantRlsSettings.MISSING_TENANT, "empty");
        try (Connection connection = empty.getConnection()) {
            assertThat(Bound.names(connection)).isEmpty();
            assertThatThrownBy(() -> update(connection, "insert into item (name, tenant_id) values ('x', '" + A + "')"))
                    .hasFieldOrPropertyWithValue("SQLState", "42501");
            assertThatThrownBy(() -> TenantContext.runAs(A, () -> Bound.names(connection)))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessageContaining("opened without a tenant, but TenantContext names one now");
        }
    }

    @Test
    void a_tenant_that_the_column_cannot_hold_is_refused_before_a_connection_is_taken() {
        assertThatThrownBy(() -> TenantContext.callAs("acme", isolated::getConnection))
                .isInstanceOf(InvalidTenantException.class);
    }

    /** As with a framework that keeps the connection of a transaction for the thread. */
    @Test
    void a_connection_does_not_work_while_another_tenant_is_set() throws SQLException {
        try (Connection ofA = TenantContext.<Connection, SQLException>callAs(A, isolated::getConnection);
                var kept = ofA.prepareStatement("select name from item order by name")) {
            ofA.setAutoCommit(false);
            assertThat(Bound.read(kept.executeQuery())).isEqualTo(Bound.rowsOf(A));
            assertThatThrownBy(() -> TenantContext.runAs(B, () -> Bound.names(ofA)))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessageStartingWith(
                            "RlsDataSource: this session was opened for another tenant than TenantContext");
            assertThatThrownBy(() -> TenantContext.runAs(B, kept::executeQuery))
                    .isInstanceOf(TenantMismatchException.class);
            assertThat(TenantContext.<List<String>, SQLException>callAs(A, () -> Bound.names(ofA)))
                    .isEqualTo(Bound.rowsOf(A));
            ofA.rollback();
        }
    }

    @Test
    void without_the_guard_a_connection_goes_on_for_its_own_tenant() throws SQLException {
        DataSource unguarded = with(TenantRlsSettings.SWITCH_GUARD, "false");
        try (Connection ofA = TenantContext.<Connection, SQLException>callAs(A, unguarded::getConnection)) {
            assertThat(TenantContext.<List<String>, SQLException>callAs(B, () -> Bound.names(ofA)))
                    .isEqualTo(Bound.rowsOf(A));
        }
    }

    @Test
    void nothing_is_left_by_a_transaction_that_failed_and_was_given_back_open() throws SQLException {
        TenantContext.runAs(A, () -> {
            try (Connection connection = isolated.getConnection()) {
                connection.setAutoCommit(false);
                assertThatThrownBy(() -> update(connection, "select 1/0"))
                        .hasFieldOrPropertyWithValue("SQLState", "22012");
                assertThatThrownBy(() -> Bound.names(connection)).hasFieldOrPropertyWithValue("SQLState", "25P02");
            }
        });
        TenantContext.runAs(B, () -> assertThat(names()).isEqualTo(Bound.rowsOf(B)));
    }

    @Test
    void a_rollback_to_a_savepoint_leaves_the_tenant_bound() throws SQLException {
        TenantContext.runAs(A, () -> {
            try (Connection connection = isolated.getConnection()) {
                connection.setAutoCommit(false);
                Savepoint savepoint = connection.setSavepoint();
                assertThat(update(connection, "delete from item")).isEqualTo(Bound.ROWS);
                connection.rollback(savepoint);
                assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(A));
                connection.rollback();
            }
        });
    }

    private List<String> names() throws SQLException {
        try (Connection connection = isolated.getConnection()) {
            return Bound.names(connection);
        }
    }

    private RlsDataSource with(String setting, Object value) {
        return RlsDataSource.of(pool, Map.of(setting, value));
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
