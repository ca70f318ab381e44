// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import org.junit.jupiter.api.Test;

/** What a caller gets back from a statement is as if there were no binding in front of it. */
class CallersViewIT extends OneBackend {

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
}
