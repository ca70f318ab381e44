// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;

/** Invariants 6, 8 and 9: what the server's transaction is decides, not what this library remembers. */
@ExtendWith(DatabaseExtension.class)
class TransactionsIT {

    private static Database database;

    private Connection physical;
    private int backend;
    private Connection connection;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
    }

    @BeforeEach
    void connect() throws SQLException {
        physical = database.connection(Role.APP);
        backend = Bound.backend(physical);
        connection = Bound.to(Tenants.A, physical);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_commit_behind_our_back_is_noticed(Reading reading) throws SQLException {
        connection.setAutoCommit(false);
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        physical.commit();
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        physical.rollback();
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.commit();
        physical.setAutoCommit(true);
        Bound.assertNothingLeft(physical, backend);
    }

    @ParameterizedTest
    @EnumSource
    void a_transaction_that_was_open_before_is_not_taken_for_bound(Reading reading) throws SQLException {
        physical.setAutoCommit(false);
        try (Statement statement = physical.createStatement()) {
            statement.execute("select 1"); // as an XA data source leaves it
        }
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
    }

    @ParameterizedTest
    @EnumSource
    void a_read_in_auto_commit_does_not_count_for_a_transaction_begun_behind_our_back(Reading reading)
            throws SQLException {
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        physical.setAutoCommit(false);
        try (Statement statement = physical.createStatement()) {
            statement.execute("select 1");
        }
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit", "rollback", "auto-commit"})
    void a_transaction_begun_behind_our_back_after_the_last_one_ended_is_bound(String end) throws SQLException {
        connection.setAutoCommit(false);
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        switch (end) {
            case "commit" -> connection.commit();
            case "rollback" -> connection.rollback();
            default -> connection.setAutoCommit(true);
        }
        physical.setAutoCommit(false);
        try (Statement statement = physical.createStatement()) {
            statement.execute("select 1");
        }
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback();
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin", "start transaction", "/* a /* nested */ comment */ Begin;", "-- line\n begin"})
    void a_transaction_begun_by_text_is_bound(String begin) throws SQLException {
        execute(begin);
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        assertThat(Bound.namesByText(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        execute("commit");
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        Bound.assertNothingLeft(physical, backend);
    }

    @ParameterizedTest
    @EnumSource
    void in_a_failed_transaction_the_servers_own_error_surfaces(Reading reading) throws SQLException {
        connection.setAutoCommit(false);
        assertThatThrownBy(() -> execute("select 1/0")).hasFieldOrPropertyWithValue("SQLState", "22012");
        assertThatThrownBy(() -> reading.names(connection))
                .isInstanceOf(SQLException.class)
                .satisfiesAnyOf(
                        e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("25P02"),
                        // a batch carries it as its next exception
                        e -> assertThat(((SQLException) e).getNextException().getSQLState())
                                .isEqualTo("25P02"));
        connection.rollback();
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback();
        physical.setAutoCommit(true);
        Bound.assertNothingLeft(physical, backend);
    }

    @Test
    void a_statement_prepared_while_bound_is_bound_again_in_the_next_transaction() throws SQLException {
        connection.setAutoCommit(false);
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        try (PreparedStatement kept = connection.prepareStatement("select name from item order by name")) {
            assertThat(Bound.read(kept.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
            connection.commit();
            assertThat(Bound.read(kept.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(Bound.read(kept.executeQuery())).isEqualTo(Bound.rowsOf(Tenants.A));
        }
        Bound.assertNothingLeft(physical, backend);
    }

    @Test
    void a_savepoint_as_first_command_comes_after_the_binding() throws SQLException {
        connection.setAutoCommit(false);
        Savepoint savepoint = connection.setSavepoint();
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback(savepoint);
        // had the binding come after the savepoint, the rollback would have undone it for whoever reads past us
        assertThat(Bound.names(physical)).isEqualTo(Bound.rowsOf(Tenants.A));
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.releaseSavepoint(connection.setSavepoint("named"));
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback();
    }

    @ParameterizedTest
    @EnumSource
    void a_rollback_to_a_savepoint_is_followed_by_a_new_binding(Reading reading) throws SQLException {
        connection.setAutoCommit(false);
        execute("savepoint early"); // as text, so before any binding
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        execute("rollback to early");
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        execute("  /* again */ ROLLBACK TO SAVEPOINT early");
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback();
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_before_a_rollback_to_a_savepoint_leaves_the_tenant_bound(Reading reading) throws SQLException {
        connection.setAutoCommit(false);
        Savepoint savepoint = connection.setSavepoint();
        assertThatThrownBy(() -> execute("select 1/0")).hasFieldOrPropertyWithValue("SQLState", "22012");
        connection.rollback(savepoint);
        assertThat(reading.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback();
    }

    @ParameterizedTest
    @EnumSource(AutoSave.class)
    void a_failure_that_the_driver_rolls_back_by_itself_leaves_the_tenant_bound(AutoSave autosave) throws SQLException {
        PGSimpleDataSource dataSource = database.dataSource(Role.APP);
        dataSource.setAutosave(autosave);
        try (Connection own = dataSource.getConnection();
                Connection saving = Bound.to(Tenants.B, own)) {
            saving.setAutoCommit(false);
            // the very first statement of the transaction, so that the binding goes with it
            assertThatThrownBy(() -> {
                        try (var statement = saving.prepareStatement("select 1/0")) {
                            statement.executeQuery();
                        }
                    })
                    .hasFieldOrPropertyWithValue("SQLState", "22012");
            if (autosave == AutoSave.ALWAYS) {
                assertThat(Bound.names(saving)).isEqualTo(Bound.rowsOf(Tenants.B));
            }
            saving.rollback();
            assertThat(Bound.names(saving)).isEqualTo(Bound.rowsOf(Tenants.B));
            saving.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set transaction isolation level serializable",
                "SET TRANSACTION READ ONLY",
                "/* hint */ set transaction isolation level repeatable read;"
            })
    void what_must_come_first_in_a_transaction_passes(String first) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(first)) {
            statement.execute();
        }
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback();
        execute(first);
        assertThat(Bound.namesByText(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback();
    }

    @Test
    void what_must_be_alone_passes_in_auto_commit() throws SQLException {
        execute("vacuum");
        execute("vacuum (analyze) item");
        assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(Tenants.A));
    }

    @Test
    void a_data_statement_behind_a_utility_command_in_one_text_does_not_pass() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path = public; select name from item order by name");
            statement.getMoreResults();
            assertThat(Bound.read(statement.getResultSet())).isEqualTo(Bound.rowsOf(Tenants.A));
        }
        connection.rollback();
    }

    @Test
    void a_data_statement_that_looks_like_a_utility_command_does_not_pass() throws SQLException {
        connection.setAutoCommit(false);
        // "set" is the alias of the table here: the server ends a line comment at a carriage return too
        try (Statement statement = connection.createStatement()) {
            assertThat(Bound.read(statement.executeQuery("-- comment\rselect name from item\nset")))
                    .containsExactlyInAnyOrderElementsOf(Bound.rowsOf(Tenants.A));
        }
        connection.rollback();
    }

    @Test
    void a_data_statement_behind_nested_comments_does_not_pass() throws SQLException {
        connection.setAutoCommit(false);
        assertThat(read("/* /* */ set */ select name from item order by name")).isEqualTo(Bound.rowsOf(Tenants.A));
        connection.rollback();
    }

    private List<String> read(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return Bound.read(statement.executeQuery(sql));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
