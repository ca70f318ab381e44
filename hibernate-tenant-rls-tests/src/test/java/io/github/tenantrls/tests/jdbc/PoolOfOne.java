// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/** Pools that applications have, with a single connection: whoever asks gets the one that the last one had. */
enum PoolOfOne {
    HIKARI {
        @Override
        DataSource over(PGSimpleDataSource server) {
            HikariConfig pool = new HikariConfig();
            pool.setDataSource(server);
            pool.setMaximumPoolSize(1);
            pool.setConnectionTimeout(TIMEOUT.toMillis());
            return new HikariDataSource(pool);
        }
    },
    AGROAL {
        @Override
        DataSource over(PGSimpleDataSource server) throws SQLException {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(1)
                            .acquisitionTimeout(TIMEOUT)
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(server.getURL())
                                    .connectionProviderClass(Driver.class)
                                    .principal(new NamePrincipal(server.getUser()))
                                    .credential(new SimplePassword(server.getPassword())))));
        }
    };

    /** How long to wait for a connection that somebody else has not given back. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Opens a pool, to be closed by {@link #close}. */
    abstract DataSource over(PGSimpleDataSource server) throws SQLException;

    static void close(DataSource pool) throws Exception {
        ((AutoCloseable) pool).close();
    }
}
