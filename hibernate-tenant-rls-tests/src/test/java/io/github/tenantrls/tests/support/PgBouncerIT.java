// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

@ExtendWith(DatabaseExtension.class)
class PgBouncerIT {

    @Test
    void a_client_keeps_its_connection_and_gets_one_backend_after_the_other(Database database) throws Exception {
        assumeTrue(PgBouncer.isThere(), "pgbouncer is not installed: apt-get install pgbouncer");
        try (PgBouncer pgBouncer = database.pgBouncer(2)) {
            PGSimpleDataSource dataSource = TestServer.dataSource(
                    pgBouncer.url(database.name()), database.user(Role.APP), database.password(Role.APP));
            try (Connection first = dataSource.getConnection();
                    Connection second = dataSource.getConnection();
                    Connection third = dataSource.getConnection()) {
                first.setAutoCommit(false);
                second.setAutoCommit(false);
                assertThat(backend(first)).isNotEqualTo(backend(second)); // each in a transaction of its own
                int ofFirst = backend(first);
                first.commit();
                assertThat(backend(third)).isEqualTo(ofFirst); // which is given to whoever comes next
            }
            Connection lost = dataSource.getConnection();
            pgBouncer.restart();
            assertThatThrownBy(() -> backend(lost))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
            try (Connection again = dataSource.getConnection()) {
                assertThat(backend(again)).isPositive();
            }
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
