// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariants 2, 5 and 12: nothing of a binding remains, no row of another is written, and a tenant is no part of SQL. */
class BoundOrRefusedIT extends OneBackend {

    @Test
    void nothing_remains_after_a_failure_in_auto_commit() throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical)) {
            for (String sql : new String[] {"select 1/0", "select 1/0; select 1"}) {
                assertThatThrownBy(() -> {
                            try (var statement = connection.prepareStatement(sql)) {
                                statement.execute();
                            }
                        })
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "22012");
                assertThat(connection.getAutoCommit()).isTrue();
                Bound.assertNothingLeft(physical, backend);
            }
        }
    }

    @Test
    void nothing_remains_when_a_connection_is_released_within_its_transaction() throws SQLException {
        Connection connection = Bound.to(Tenants.A, physical);
        connection.setAutoCommit(false);
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.close();
        assertThat(physical.getAutoCommit()).isFalse();
        Bound.assertNothingLeft(physical, backend);
    }

    @Test
    void a_row_of_another_tenant_cannot_be_inserted() throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical)) {
            for (boolean autoCommit : new boolean[] {true, false}) {
                connection.setAutoCommit(autoCommit);
                assertThatThrownBy(() -> {
                            try (var statement =
                                    connection.prepareStatement("insert into item (name, tenant_id) values ('x', ?)")) {
                                statement.setObject(1, Tenants.B);
                                statement.executeUpdate();
                            }
                        })
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "42501")
                        .hasMessageContaining("row-level security");
            }
            connection.rollback();
        }
    }

    @Test
    void a_commit_that_fails_in_auto_commit_is_reported_and_leaves_no_transaction() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table deferred (id int primary key deferrable initially deferred)",
                "insert into deferred values (1)");
        try (Connection connection = Bound.to(Tenants.A, physical);
                var insert = connection.prepareStatement("insert into deferred values (1)")) {
            assertThatThrownBy(insert::executeUpdate).hasFieldOrPropertyWithValue("SQLState", "23505");
            Bound.assertNothingLeft(physical, backend);
            assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x' or true --", "'; drop table item; --", "\\'", "$$", "?", "{fn now()}", "ünïcödé 😀"})
    void a_tenant_is_never_part_of_the_sql(String tenant) throws SQLException {
        try (Connection connection = Bound.to(tenant, physical, TenantRlsSettings.COLUMN_TYPE, "text")) {
            connection.setAutoCommit(false);
            String current = "select current_setting('app.current_tenant')";
            try (var statement = connection.prepareStatement(current)) {
                assertThat(Bound.read(statement.executeQuery())).containsExactly(tenant);
            }
            connection.rollback();
            try (Statement statement = connection.createStatement()) {
                assertThat(Bound.read(statement.executeQuery(current))).containsExactly(tenant);
            }
            connection.rollback();
        }
    }
}
