// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/reliability.md says of Agroal: whether it lends a connection again that the server has closed. */
@ExtendWith(DatabaseExtension.class)
class ExceptionSorterIT {

    private final Database database;

    ExceptionSorterIT(Database database) {
        this.database = database;
    }

    @Test
    void with_the_sorter_the_connection_is_lent_once_more_and_then_replaced() throws Exception {
        try (AgroalDataSource pool = pool(new PostgreSQLExceptionSorter())) {
            Client source = new Client(pool);
            terminate(source.pid());
            assertThat(source.state()).isIn("57P01", "08006");
            assertThat(source.pid()).isPositive();
        }
    }

    @Test
    void without_one_it_is_lent_for_ever() throws Exception {
        try (AgroalDataSource pool = pool(ExceptionSorter.emptyExceptionSorter())) {
            Client source = new Client(pool);
            terminate(source.pid());
            assertThat(source.state()).isIn("57P01", "08006");
            assertThat(source.state()).isEqualTo("08003");
            assertThat(source.state()).isEqualTo("08003");
        }
    }

    /** A pool of one. */
    private AgroalDataSource pool(ExceptionSorter sorter) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .exceptionSorter(sorter)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.url())
                                .principal(new NamePrincipal(database.user(Role.APP)))
                                .credential(new SimplePassword(database.password(Role.APP))))));
    }

    /** Waits until it is gone. */
    private void terminate(int pid) {
        assertThat(database.value(Role.SUPERUSER, "select pg_terminate_backend(" + pid + ", 5000)"))
                .isEqualTo("t");
    }

    /** By the library. */
    private record Client(AgroalDataSource pool) {

        int pid() throws SQLException {
            return TenantContext.<Integer, SQLException>callAs(Tenants.A, () -> {
                try (Connection connection = RlsDataSource.of(pool).getConnection();
                        PreparedStatement statement = connection.prepareStatement("select pg_backend_pid()");
                        ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            });
        }

        String state() {
            return String.valueOf(
                    catchThrowableOfType(SQLException.class, this::pid).getSQLState());
        }
    }
}
