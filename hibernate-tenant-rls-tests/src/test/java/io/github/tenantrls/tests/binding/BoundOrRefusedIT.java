// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** Invariants 1, 2, 4, 5 and 12: every statement runs with its tenant bound, and nothing of it remains. */
@ExtendWith(DatabaseExtension.class)
class BoundOrRefusedIT {

    private static Database database;

    private Connection physical;
    private int backend;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
    }

    @BeforeEach
    void connect() throws SQLException {
        physical = database.connection(Role.APP);
        backend = Bound.backend(physical);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.close();
    }

    @ParameterizedTest
    @EnumSource
    void each_way_of_reading_shows_only_the_tenants_rows_in_a_transaction(Reading reading) throws SQLException {
        for (UUID tenant : new UUID[] {Tenants.A, Tenants.B, Tenants.C, Tenants.A}) {
            try (Connection connection = Bound.to(tenant, physical)) {
                connection.setAutoCommit(false);
                assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(tenant));
                assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(tenant));
                connection.commit();
                assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(tenant));
                connection.rollback();
                connection.setAutoCommit(true);
            }
            Bound.assertNothingLeft(physical, backend);
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_way_of_reading_shows_only_the_tenants_rows_in_auto_commit(Reading reading) throws SQLException {
        for (UUID tenant : new UUID[] {Tenants.A, Tenants.B, Tenants.C, Tenants.A}) {
            try (Connection connection = Bound.to(tenant, physical)) {
                assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(tenant));
                assertThat(connection.getAutoCommit()).isTrue();
                Bound.assertNothingLeft(physical, backend);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_way_of_reading_shows_every_row_once_the_policies_are_dropped(Reading reading) throws SQLException {
        // the negative control of the tests above: without policies each of them would fail
        TestSchema.of(database).unprotect("item");
        try (Connection connection = Bound.to(Tenants.A, physical)) {
            assertThat(reading.names(connection)).hasSize(4 * Bound.ROWS);
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_way_of_reading_is_bound_in_every_query_mode_of_the_driver(Reading reading) throws SQLException {
        for (PreferQueryMode mode : PreferQueryMode.values()) {
            PGSimpleDataSource dataSource = database.dataSource(Role.APP);
            dataSource.setPreferQueryMode(mode);
            try (Connection own = dataSource.getConnection();
                    Connection connection = Bound.to(Tenants.B, own)) {
                for (int i = 0; i < 7; i++) { // past the threshold of server-side preparation
                    assertThat(reading.names(connection)).as("%s", mode).isEqualTo(Bound.rowsOf(Tenants.B));
                }
                connection.setAutoCommit(false);
                assertThat(reading.names(connection)).as("%s", mode).isEqualTo(Bound.rowsOf(Tenants.B));
                connection.rollback();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_way_of_reading_is_bound_on_a_driver_that_shows_no_transaction_state(Reading reading) throws SQLException {
        Connection opaque = Opaque.of(physical);
        for (UUID tenant : new UUID[] {Tenants.A, Tenants.B}) {
            try (Connection connection = Bound.to(tenant, opaque)) {
                assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(tenant));
                connection.setAutoCommit(false);
                assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(tenant));
                connection.rollback();
                connection.setAutoCommit(true);
            }
            Bound.assertNothingLeft(physical, backend);
        }
    }

    /**
     * The driver asks the server to describe a statement with an untyped parameter once it is prepared there, and from
     * then on it sends such a statement apart from what came before it in the same text.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_statement_that_the_driver_sends_apart_from_the_binding_is_bound(boolean autoCommit) throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical)) {
            connection.setAutoCommit(autoCommit);
            for (int i = 0; i < 10; i++) {
                try (var statement =
                        connection.prepareStatement("select name from item where ? > '-infinity' order by name")) {
                    statement.setTimestamp(1, new Timestamp(i));
                    assertThat(Bound.read(statement.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
                }
                if (!autoCommit) {
                    connection.commit();
                }
            }
        }
    }

    @Test
    void strings_without_a_type_are_bound() throws SQLException {
        PGSimpleDataSource dataSource = database.dataSource(Role.APP);
        dataSource.setStringType("unspecified");
        try (Connection own = dataSource.getConnection();
                Connection connection = Bound.to(Tenants.A, own)) {
            for (int i = 0; i < 10; i++) {
                assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
            }
        }
    }

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
    void update_counts_and_kinds_of_results_are_as_without_the_binding() throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical)) {
            connection.setAutoCommit(false);
            try (var update = connection.prepareStatement("update item set name = name")) {
                assertThat(update.executeUpdate()).isEqualTo(Bound.ROWS);
                assertThat(update.getUpdateCount()).isEqualTo(Bound.ROWS);
            }
            connection.rollback();
            try (var update = connection.prepareStatement("update item set name = name")) {
                assertThat(update.executeLargeUpdate()).isEqualTo(Bound.ROWS);
            }
            connection.rollback();
            try (var update = connection.prepareStatement("update item set name = name")) {
                assertThat(update.execute()).isFalse();
                assertThat(update.getUpdateCount()).isEqualTo(Bound.ROWS);
                assertThat(update.getMoreResults()).isFalse();
                assertThat(update.getUpdateCount()).isEqualTo(-1);
            }
            connection.rollback();
            try (var query = connection.prepareStatement("select name from item")) {
                assertThatThrownBy(query::executeUpdate)
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "0100E");
            }
            connection.rollback();
            try (var update = connection.prepareStatement("update item set name = name")) {
                assertThatThrownBy(update::executeQuery)
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "02000");
            }
            connection.rollback();
        }
    }

    @Test
    void in_auto_commit_there_is_no_result_behind_the_callers() throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical)) {
            try (var query = connection.prepareStatement("select name from item -- and a comment at the end")) {
                assertThat(query.execute()).isTrue();
                assertThat(query.getUpdateCount()).isEqualTo(-1);
                assertThat(query.getMoreResults()).isFalse();
                assertThat(query.getUpdateCount()).isEqualTo(-1);
                assertThat(query.getLargeUpdateCount()).isEqualTo(-1);
                assertThat(query.getResultSet()).isNull();
                assertThat(Bound.read(query.executeQuery())).hasSize(Bound.ROWS);
            }
            try (var update = connection.prepareStatement("update item set name = name")) {
                assertThat(update.execute()).isFalse();
                assertThat(update.getUpdateCount()).isEqualTo(Bound.ROWS);
                assertThat(update.getMoreResults(Statement.CLOSE_ALL_RESULTS)).isFalse();
                assertThat(update.getUpdateCount()).isEqualTo(-1);
                assertThat(update.executeLargeUpdate()).isEqualTo(Bound.ROWS);
            }
        }
        Bound.assertNothingLeft(physical, backend);
    }

    @Test
    void a_statement_that_closes_on_completion_is_not_closed_by_the_binding() throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical)) {
            var update = connection.prepareStatement("update item set name = name");
            update.closeOnCompletion();
            assertThat(update.executeUpdate()).isEqualTo(Bound.ROWS);
            assertThat(update.isClosed()).isFalse();
            var query = connection.prepareStatement("select name from item order by name");
            query.closeOnCompletion();
            try (var rows = query.executeQuery()) {
                assertThat(Bound.read(rows)).isEqualTo(Bound.rowsOf(Tenants.A));
            }
            assertThat(query.isClosed()).isTrue();
        }
    }

    @Test
    void a_statement_prepared_in_auto_commit_does_not_end_a_transaction_in_which_it_is_executed() throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical);
                var update = connection.prepareStatement("update item set name = ? where name = ?")) {
            update.setString(1, "changed");
            update.setString(2, "a1");
            connection.setAutoCommit(false);
            assertThat(update.executeUpdate()).isOne();
            assertThat(Bound.names(connection)).contains("changed");
            connection.rollback();
            assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
            connection.rollback();
        }
    }

    @Test
    void a_statement_prepared_in_a_transaction_is_bound_when_executed_in_auto_commit() throws SQLException {
        physical.setAutoCommit(false);
        try (Connection connection = Bound.to(Tenants.A, physical);
                var query = connection.prepareStatement("select name from item where ? > '-infinity' order by name")) {
            connection.setAutoCommit(true);
            for (int i = 0; i < 10; i++) {
                query.setTimestamp(1, new Timestamp(i));
                assertThat(Bound.read(query.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
            }
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

    @Test
    void parameters_and_metadata_are_those_of_the_callers_statement() throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical)) {
            connection.setAutoCommit(false);
            try (var query = connection.prepareStatement("select name, id from item where name = ? and id > ?")) {
                assertThat(query.getParameterMetaData().getParameterCount()).isEqualTo(2);
                assertThat(query.getMetaData().getColumnCount()).isEqualTo(2);
                assertThat(query.getMetaData().getColumnName(1)).isEqualTo("name");
                query.setString(1, "a2");
                query.setLong(2, 0);
                assertThat(Bound.read(query.executeQuery())).containsExactly("a2");
                query.clearParameters();
                query.setString(1, "a3");
                query.setLong(2, 0);
                assertThat(Bound.read(query.executeQuery())).containsExactly("a3");
                connection.rollback();
                assertThat(Bound.read(query.executeQuery())).containsExactly("a3");
            }
        }
    }

    @Test
    void a_batch_takes_the_parameters_that_were_set_before_it_was_begun() throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical)) {
            connection.setAutoCommit(false);
            try (var update = connection.prepareStatement("update item set name = ? where name = ?")) {
                update.setString(1, "first");
                update.setString(2, "a1");
                update.addBatch();
                update.setString(2, "b1");
                update.addBatch();
                update.setString(1, "second");
                update.setString(2, "a2");
                update.addBatch();
                assertThat(update.executeBatch()).containsExactly(1, 0, 1);
            }
            assertThat(Bound.names(connection)).containsExactly("a3", "first", "second");
            connection.rollback();
        }
    }

    @Test
    void a_batch_takes_over_the_options_of_the_statement() throws SQLException {
        try (Connection connection = Bound.to(Tenants.A, physical);
                var statement = connection.prepareStatement("update item set name = ? where name = ?")) {
            statement.setFetchSize(7);
            statement.setMaxRows(8);
            statement.setQueryTimeout(9);
            statement.setString(1, "cleared");
            statement.clearParameters();
            statement.setString(2, "a1");
            statement.addBatch();
            assertThat(statement.getFetchSize()).isEqualTo(7);
            assertThat(statement.getMaxRows()).isEqualTo(8);
            assertThat(statement.getQueryTimeout()).isEqualTo(9);
            assertThatThrownBy(statement::executeBatch).hasMessageContaining("No value specified for parameter 1");
            assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
    }

    @Test
    void untyped_strings_in_auto_commit_do_not_part_the_statement_from_its_binding() throws SQLException {
        PGSimpleDataSource dataSource = database.dataSource(Role.APP);
        dataSource.setStringType("unspecified");
        try (Connection own = dataSource.getConnection();
                Connection connection = Bound.to(Tenants.A, own)) {
            for (int i = 0; i < 10; i++) {
                try (var statement =
                        connection.prepareStatement("select name from item where name <> ? order by name")) {
                    statement.setString(1, "x");
                    assertThat(Bound.read(statement.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x' or true --", "'; drop table item; --", "\\'", "$$", "?", "{fn now()}", "ünïcödé 😀"})
    void a_tenant_is_never_part_of_the_sql(String tenant) throws SQLException {
        try (Connection connection = Bound.toText(tenant, physical)) {
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
