// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The system's connections see all rows, by a login of their own or by a role, in its blocks only. */
@ExtendWith(DatabaseExtension.class)
class SystemConnectionsIT {

    private static Database database;

    private DataSource pool;
    private DataSource systemPool;

    @BeforeEach
    void open() throws SQLException {
        database.empty();
        Bound.createItems(database);
        pool = PoolOfOne.HIKARI.over(
                database.dataSource(Role.SWITCHING)); // may take on the role, but does not inherit it
        systemPool = PoolOfOne.HIKARI.over(database.dataSource(Role.SYSTEM));
    }

    @AfterEach
    void close() throws Exception {
        PoolOfOne.close(pool);
        PoolOfOne.close(systemPool);
    }

    private RlsDataSource isolated(boolean login) {
        return RlsDataSource.of(
                pool,
                login
                        ? Map.of(TenantRlsSettings.SYSTEM_DATASOURCE, systemPool)
                        : Map.of(TenantRlsSettings.SYSTEM_ROLE, "system"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_system_sees_all_rows_and_nothing_of_it_is_left(boolean login) throws SQLException {
        RlsDataSource isolated = isolated(login);
        for (int i = 0; i < 2; i++) {
            TenantContext.runAsSystem("a test", () -> {
                assertThat(names(isolated)).hasSize(4 * Bound.ROWS);
                TenantContext.runAs(A, () -> assertThat(names(isolated)).isEqualTo(Bound.rowsOf(A)));
                assertThat(inTransaction(isolated)).hasSize(4 * Bound.ROWS);
            });
            TenantContext.runAs(B, () -> {
                assertThat(names(isolated)).isEqualTo(Bound.rowsOf(B));
                assertThat(inTransaction(isolated)).isEqualTo(Bound.rowsOf(B));
            });
            assertThat(names(pool)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void without_its_policy_it_sees_nothing(boolean login) throws SQLException {
        database.sql(Role.OWNER, "drop policy tenant_system on item");
        TenantContext.runAsSystem(
                "a test", () -> assertThat(names(isolated(login))).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void its_connection_works_within_the_block_only(boolean login) throws SQLException {
        RlsDataSource isolated = isolated(login);
        try (Connection kept =
                TenantContext.<Connection, SQLException>callAsSystem("a test", isolated::getConnection)) {
            assertThatThrownBy(() -> Bound.names(kept))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessageStartingWith(
                            "RlsDataSource: this session was opened for the system, and TenantContext says"
                                    + " now that the work is not the system's");
            assertThatThrownBy(() -> TenantContext.runAs(A, () -> Bound.names(kept)))
                    .isInstanceOf(TenantMismatchException.class);
        }
    }

    @Test
    void without_an_identity_for_it_no_connection_is_taken_and_the_remedy_is_told() {
        RlsDataSource isolated = RlsDataSource.of(pool);
        assertThatThrownBy(
                        () -> TenantContext.<Connection, SQLException>callAsSystem("a test", isolated::getConnection))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage("RlsDataSource: there is no identity that sees the rows of all tenants, so"
                        + " TenantContext.runAsSystem(..) is refused; give the system a login of its own by"
                        + " hibernate.tenant_rls.system.datasource, or set hibernate.tenant_rls.system_role");
    }

    private static List<String> names(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return Bound.names(connection);
        }
    }

    private static List<String> inTransaction(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            List<String> names = Bound.names(connection);
            connection.commit();
            return names;
        }
    }
}
