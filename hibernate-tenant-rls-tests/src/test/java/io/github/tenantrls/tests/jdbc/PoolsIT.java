// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.LendingDataSource;
import io.github.tenantrls.tests.support.Role;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the wrapped pool must be able to do, what it costs, and what happens if the order of the two is mistaken. */
@ExtendWith(DatabaseExtension.class)
class PoolsIT {

    private static final int REPETITIONS = 12;

    private static Database database;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
    }

    @Test
    void a_transaction_takes_two_round_trips_and_a_statement_outside_of_one_a_single_one() throws Exception {
        DataSource pool = PoolOfOne.AGROAL.over(database.proxiedDataSource(Role.APP));
        try (TenantContext.Scope scope = TenantContext.open(A)) {
            for (DataSource source : new DataSource[] {pool, RlsDataSource.of(pool)}) {
                assertThat(roundTrips(source, false)).isEqualTo(2L * REPETITIONS);
                assertThat(roundTrips(source, true)).isEqualTo(REPETITIONS);
            }
            DataSource separate = RlsDataSource.of(pool, Map.of("hibernate.tenant_rls.binding", "separate"));
            assertThat(roundTrips(separate, false)).isEqualTo(3L * REPETITIONS);
        } finally {
            PoolOfOne.close(pool);
        }
    }

    /** Counts after a first run, in which the pool opens the connection. */
    private static long roundTrips(DataSource source, boolean autoCommit) throws SQLException {
        read(source, autoCommit);
        database.roundTrips().reset();
        for (int i = 0; i < REPETITIONS; i++) {
            read(source, autoCommit);
        }
        return database.roundTrips().count();
    }

    private static void read(DataSource source, boolean autoCommit) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(autoCommit);
            try (PreparedStatement query = connection.prepareStatement("select name from item where id = ?")) {
                query.setLong(1, 1);
                query.executeQuery().close();
            }
            if (!autoCommit) {
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Two of them could share a connection of the driver, and it would not be seen. */
    @Test
    void connections_that_do_not_unwrap_to_the_drivers_are_refused_and_given_back() throws SQLException {
        try (Connection physical = database.connection(Role.APP)) {
            Connection opaque = opaque(physical);
            LendingDataSource pool = () -> opaque;
            RlsDataSource isolated = RlsDataSource.of(pool);
            assertThatThrownBy(() -> TenantContext.callAs(A, isolated::getConnection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith(
                            "RlsDataSource: under JTA the sessions of a transaction may share a connection")
                    .hasMessageEndingWith(
                            "use a DataSource whose connections unwrap to those of the PostgreSQL driver");
            assertThat(physical.isClosed()).isTrue();
        }
    }

    private static Connection opaque(Connection physical) {
        return (Connection) Proxy.newProxyInstance(
                PoolsIT.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isWrapperFor")) {
                        return false;
                    }
                    try {
                        return method.invoke(physical, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void under_a_pool_it_refuses_to_work_rather_than_for_another_tenant() throws SQLException {
        RlsDataSource isolated = RlsDataSource.of(database.dataSource(Role.APP));
        HikariConfig mistaken = new HikariConfig();
        mistaken.setDataSource(isolated);
        mistaken.setMaximumPoolSize(1);
        assertThatThrownBy(() -> new HikariDataSource(mistaken)).hasRootCauseInstanceOf(MissingTenantException.class);
        try (HikariDataSource pool = TenantContext.<HikariDataSource, RuntimeException>callAs(
                        A, () -> new HikariDataSource(mistaken));
                TenantContext.Scope scope = TenantContext.open(B);
                Connection ofAnother = pool.getConnection()) {
            assertThatThrownBy(() -> Bound.names(ofAnother)).isInstanceOf(TenantMismatchException.class);
        }
    }
}
