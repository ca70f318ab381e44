// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import java.time.Duration;

/** Small pools that do not wait for long. */
final class Pools {

    /** The shortest that HikariCP takes. */
    private static final Duration TIMEOUT = Duration.ofMillis(250);

    private Pools() {}

    static TransactionManager transactions() {
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    /** Whoever waits for an answer for so long has a connection that hangs. */
    static String url(String url, String parameters) {
        return url + (url.contains("?") ? "&" : "?") + "socketTimeout=20&connectTimeout=5" + parameters;
    }

    static AgroalDataSource agroal(Database database, String url, Role role, int size) throws SQLException {
        return agroal(database, url, role, size, org.postgresql.Driver.class, TransactionIntegration.none());
    }

    static AgroalDataSource managed(Database database, String url, Class<?> provider, int size) throws SQLException {
        return agroal(
                database,
                url,
                Role.APP,
                size,
                provider,
                new NarayanaTransactionIntegration(
                        transactions(), new TransactionSynchronizationRegistryImple(), null, false));
    }

    private static AgroalDataSource agroal(
            Database database, String url, Role role, int size, Class<?> provider, TransactionIntegration integration)
            throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled()
                .connectionPoolConfiguration(pool -> pool.maxSize(size)
                        .acquisitionTimeout(TIMEOUT)
                        .exceptionSorter(new PostgreSQLExceptionSorter()) // or else broken connections are kept
                        .transactionIntegration(integration)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                .connectionProviderClass(provider)
                                .principal(new NamePrincipal(database.user(role)))
                                .credential(new SimplePassword(database.password(role))))));
    }

    static HikariDataSource hikari(Database database, String url, int size) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(url);
        configuration.setUsername(database.user(Role.APP));
        configuration.setPassword(database.password(Role.APP));
        configuration.setMaximumPoolSize(size);
        configuration.setConnectionTimeout(TIMEOUT.toMillis());
        configuration.setValidationTimeout(TIMEOUT.toMillis());
        return new HikariDataSource(configuration);
    }
}
