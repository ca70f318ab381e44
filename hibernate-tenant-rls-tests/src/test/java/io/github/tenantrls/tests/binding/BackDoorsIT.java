// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.internal.jdbc.BoundConnection;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/** Invariant 13: all that can be reached from a bound connection leads back to it. */
@ExtendWith(DatabaseExtension.class)
class BackDoorsIT {

    private static Database database;

    private Connection physical;
    private Connection connection;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
    }

    @BeforeEach
    void connect() throws SQLException {
        physical = database.connection(Role.APP);
        connection = Bound.to(Tenants.A, physical);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.close();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Connection.class,
                Statement.class,
                PreparedStatement.class,
                CallableStatement.class,
                ResultSet.class,
                DatabaseMetaData.class
            })
    void every_method_of_this_jdks_jdbc_is_forwarded(Class<?> type) throws ReflectiveOperationException {
        Class<?> forwarding =
                Class.forName(BoundConnection.class.getPackageName() + ".Forwarding" + type.getSimpleName());
        List<Method> methods = Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .toList();
        assertThat(methods).hasSizeGreaterThan(20).allSatisfy(method -> {
            Method found = forwarding.getMethod(method.getName(), method.getParameterTypes());
            assertThat(found.getDeclaringClass().isInterface())
                    .as("%s is left to a default method", method)
                    .isFalse();
        });
    }

    @Test
    void statements_metadata_and_results_lead_to_the_bound_connection() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            connection.setAutoCommit(autoCommit);
            try (Statement statement = connection.createStatement();
                    PreparedStatement prepared = connection.prepareStatement("select 1");
                    CallableStatement call = connection.prepareCall("select 1")) {
                assertThat(statement.getConnection()).isSameAs(connection);
                assertThat(prepared.getConnection()).isSameAs(connection);
                assertThat(call.getConnection()).isSameAs(connection);
                assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
                assertThat(prepared.executeQuery().getStatement()).isSameAs(prepared);
                assertThat(call.executeQuery().getStatement()).isSameAs(call);
                assertThat(statement.executeQuery("select 1").getStatement()).isSameAs(statement);
                assertThat(statement.getResultSet().getStatement()).isSameAs(statement);
                ResultSet tables = connection.getMetaData().getTables(null, "public", "item", null);
                assertThat(tables.next()).isTrue();
                assertThat(tables.getStatement().getConnection()).isSameAs(connection);
                assertThat(Bound.names(tables.getStatement().getConnection())).isEqualTo(Bound.rowsOf(Tenants.A));
            }
        }
        connection.rollback();
    }

    @Test
    void every_result_of_the_metadata_leads_to_the_bound_connection() {
        List<Method> results = Arrays.stream(DatabaseMetaData.class.getMethods())
                .filter(method -> method.getReturnType() == ResultSet.class)
                .toList();
        assertThat(results).hasSizeGreaterThan(20).allSatisfy(method -> {
            Class<?> bound = Class.forName(BoundConnection.class.getPackageName() + ".BoundMetaData");
            assertThat(bound.getMethod(method.getName(), method.getParameterTypes())
                            .getDeclaringClass())
                    .isEqualTo(bound);
        });
    }

    @Test
    void generated_keys_lead_to_the_bound_connection() throws SQLException {
        connection.setAutoCommit(false);
        try (var insert =
                connection.prepareStatement("insert into item (name) values ('x')", Statement.RETURN_GENERATED_KEYS)) {
            insert.executeUpdate();
            assertThat(insert.getGeneratedKeys().getStatement()).isSameAs(insert);
        }
        connection.rollback();
    }

    @Test
    void unwrap_answers_itself_first() throws SQLException {
        assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
        try (PreparedStatement prepared = connection.prepareStatement("select 1")) {
            assertThat(prepared.unwrap(PreparedStatement.class)).isSameAs(prepared);
            assertThat(prepared.unwrap(Statement.class)).isSameAs(prepared);
            ResultSet rows = prepared.executeQuery();
            assertThat(rows.unwrap(ResultSet.class)).isSameAs(rows);
        }
        DatabaseMetaData metaData = connection.getMetaData();
        assertThat(metaData.unwrap(DatabaseMetaData.class)).isSameAs(metaData);
    }

    @Test
    void the_drivers_connection_is_bound_before_it_is_handed_out_in_a_transaction() throws SQLException {
        connection.setAutoCommit(false);
        assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
        assertThat(Bound.names(connection.unwrap(BaseConnection.class))).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback();
        try (PreparedStatement prepared = connection.prepareStatement("select name from item order by name")) {
            PGStatement driverStatement = prepared.unwrap(PGStatement.class);
            assertThat(Bound.read(((Statement) driverStatement)
                            .getConnection()
                            .createStatement()
                            .executeQuery("select name from item order by name")))
                    .isEqualTo(Bound.rowsOf(Tenants.A));
        }
        connection.rollback();
    }

    @Test
    void the_drivers_connection_shows_no_row_where_it_is_handed_out_outside_a_transaction() throws SQLException {
        assertThat(Bound.names(connection.unwrap(BaseConnection.class))).isEmpty();
    }
}
