// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.github.tenantrls.TenantRlsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.TransactionSettings;
import org.hibernate.engine.jdbc.connections.internal.ConnectionProviderInitiator;
import org.jspecify.annotations.Nullable;

/** An Agroal pool built from Hibernate's usual settings and those under {@code hibernate.agroal}. */
@SuppressWarnings("deprecation") // Hibernate's older names of these settings are still in use
final class AgroalSource extends ConnectionSource {

    private static final String PREFIX = "hibernate.agroal.";

    /** What Hibernate's own Agroal integration takes where nothing is said. */
    private static final String DEFAULT_MAX_SIZE = "10";

    /** What Quarkus takes for the same pool; Agroal itself would wait for ever. */
    private static final String DEFAULT_ACQUISITION_TIMEOUT = "PT5S";

    private final AgroalDataSource pool;

    AgroalSource(String unit, Map<String, Object> settings) {
        super(unit);
        try {
            pool = AgroalDataSource.from(reader(settings)
                    .modify()
                    .connectionPoolConfiguration(pool ->
                            pool.connectionFactoryConfiguration(factory -> connectionFactory(factory, settings))));
        } catch (SQLException | RuntimeException e) {
            throw new TenantRlsException(
                    "Persistence unit " + unit + ": the connection pool cannot be built: " + e.getMessage()
                            + "; check the settings under " + PREFIX + "* and " + JdbcSettings.JAKARTA_JDBC_URL,
                    e);
        }
    }

    @Override
    Connection lend() throws SQLException {
        return pool.getConnection();
    }

    @Override
    void requireJta(String remedy) {
        throw new TenantRlsException("Persistence unit " + unit() + ": its transactions are JTA's, and the pool that is"
                + " built from a URL takes no part in them, so that each statement would be committed by itself; hand"
                + " over a DataSource that is enlisted in the transaction manager as " + remedy + ", or use"
                + " transactions of the connection's own (transaction-type RESOURCE_LOCAL, "
                + TransactionSettings.TRANSACTION_COORDINATOR_STRATEGY + "=jdbc)");
    }

    @Override
    public void close() {
        pool.close();
    }

    private static AgroalPropertiesReader reader(Map<String, Object> settings) {
        Map<String, String> properties = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                properties.put(key, value.toString());
            }
        });
        Object size = settings.get(JdbcSettings.POOL_SIZE);
        properties.putIfAbsent(
                PREFIX + AgroalPropertiesReader.MAX_SIZE, size == null ? DEFAULT_MAX_SIZE : size.toString());
        // the reader takes the last of its four spellings that is there, so that the first can be the default
        properties.putIfAbsent(PREFIX + AgroalPropertiesReader.ACQUISITION_TIMEOUT, DEFAULT_ACQUISITION_TIMEOUT);
        // or else the pool would lend a connection again that the server has closed
        properties.putIfAbsent(
                PREFIX + AgroalPropertiesReader.EXCEPTION_SORTER, PostgreSQLExceptionSorter.class.getName());
        return new AgroalPropertiesReader(PREFIX).readProperties(properties);
    }

    private static AgroalConnectionFactoryConfigurationSupplier connectionFactory(
            AgroalConnectionFactoryConfigurationSupplier factory, Map<String, Object> settings) {
        given(first(settings, JdbcSettings.URL, JdbcSettings.JAKARTA_JDBC_URL), factory::jdbcUrl);
        given(
                first(settings, JdbcSettings.DRIVER, JdbcSettings.JAKARTA_JDBC_DRIVER),
                factory::connectionProviderClassName);
        given(
                first(settings, JdbcSettings.USER, JdbcSettings.JAKARTA_JDBC_USER),
                user -> factory.principal(new NamePrincipal(user)));
        given(
                first(settings, JdbcSettings.PASS, JdbcSettings.JAKARTA_JDBC_PASSWORD),
                password -> factory.credential(new SimplePassword(password)));
        given(first(settings, JdbcSettings.AUTOCOMMIT), value -> factory.autoCommit(Boolean.parseBoolean(value)));
        Integer isolation = ConnectionProviderInitiator.extractIsolation(settings);
        if (isolation != null) {
            String name = ConnectionProviderInitiator.toIsolationNiceName(isolation);
            factory.jdbcTransactionIsolation(TransactionIsolation.valueOf(name));
        }
        return factory;
    }

    private static void given(@Nullable Object value, Consumer<String> setter) {
        if (value != null) {
            setter.accept(value.toString());
        }
    }
}
