// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Pools of one connection of pgjdbc's to a {@link CannedServer}. */
public enum CannedPool {
    AGROAL {
        @Override
        DataSource open() throws SQLException {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(1)
                            .acquisitionTimeout(Duration.ofSeconds(5))
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(URL))));
        }
    },
    HIKARI {
        @Override
        DataSource open() {
            HikariConfig config = new HikariConfig();
            config.setMaximumPoolSize(1);
            config.setDataSource(driver());
            return new HikariDataSource(config);
        }
    };

    private static final String URL = "jdbc:postgresql://can/none?user=app&sslmode=disable&gssEncMode=disable"
            + "&assumeMinServerVersion=18&socketFactory=" + CannedSocketFactory.class.getName();

    abstract DataSource open() throws SQLException;

    private static DataSource driver() {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(URL);
        return driver;
    }
}
