// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** Invariants 1, 4 and 5: whichever way JDBC has of reading, it shows the rows of the bound tenant alone. */
class EachWayOfReadingIT extends OneBackend {

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
        for (UUID tenant : new UUID[] {Tenants.A, Tenants.B}) {
            try (Connection connection = Bound.toOpaque(tenant, physical)) {
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
}
