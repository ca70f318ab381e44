// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.hibernate.cfg.CacheSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.cfg.ValidationSettings;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.jpa.boot.spi.Bootstrap;
import org.hibernate.jpa.boot.spi.EntityManagerFactoryBuilder;
import org.hibernate.jpa.boot.spi.PersistenceUnitDescriptor;
import org.hibernate.service.UnknownUnwrapTypeException;

/** Has Hibernate read the mapping of a persistence unit, without a database and without building a factory. */
final class UnitMapping {

    /** What would need more than the classes: a database, a cache, a validator. */
    private static final Map<String, Object> WITHOUT_SERVICES = Map.of(
            "hibernate.boot.allow_jdbc_metadata_access",
            false,
            JdbcSettings.JAKARTA_HBM2DDL_DB_NAME,
            "PostgreSQL",
            CacheSettings.USE_SECOND_LEVEL_CACHE,
            false,
            CacheSettings.USE_QUERY_CACHE,
            false,
            ValidationSettings.JAKARTA_VALIDATION_MODE,
            "none",
            MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER,
            new NoConnections());

    private UnitMapping() {}

    static List<KnownTable> tables(String unit, Map<String, ?> settings, String defaultSchema) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(WITHOUT_SERVICES);
        EntityManagerFactoryBuilder builder = builder(unit, all);
        try {
            return MappedTables.of(builder.metadata(), defaultSchema);
        } finally {
            builder.cancel();
        }
    }

    private static EntityManagerFactoryBuilder builder(String unit, Map<String, Object> settings) {
        try {
            return Bootstrap.getEntityManagerFactoryBuilder(descriptor(unit, settings), settings);
        } catch (PersistenceException e) {
            throw new TenantRlsException(
                    "The mapping of the persistence unit " + unit + " cannot be read (" + e.getMessage()
                            + "); see that all classes that it needs are on the class path",
                    e);
        }
    }

    private static PersistenceUnitDescriptor descriptor(String unit, Map<String, Object> settings) {
        Map<String, PersistenceUnitDescriptor> units = HibernateNames.units(settings, files());
        PersistenceUnitDescriptor descriptor = units.get(unit);
        if (descriptor == null) {
            String there = units.isEmpty()
                    ? "no META-INF/persistence.xml is on the class path"
                    : "there is " + String.join(", ", new TreeSet<>(units.keySet()));
            throw new TenantRlsException("There is no persistence unit " + unit + " (" + there
                    + "); name one of those, or add to the class path what has it");
        }
        return descriptor;
    }

    private static List<URL> files() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            return Collections.list((loader == null ? UnitMapping.class.getClassLoader() : loader)
                    .getResources("META-INF/persistence.xml"));
        } catch (IOException e) {
            throw new TenantRlsException(
                    "The class path cannot be searched for META-INF/persistence.xml (" + e.getMessage()
                            + "); see that its files can be read",
                    e);
        }
    }

    /** In place of the unit's own, which would look for its data source. */
    private static final class NoConnections implements MultiTenantConnectionProvider<Object> {

        private static final long serialVersionUID = 1L;

        @Override
        public Connection getAnyConnection() throws SQLException {
            throw new SQLFeatureNotSupportedException("The mapping is read without a database");
        }

        @Override
        public void releaseAnyConnection(Connection connection) {}

        @Override
        public Connection getConnection(Object tenant) throws SQLException {
            return getAnyConnection();
        }

        @Override
        public void releaseConnection(Object tenant, Connection connection) {}

        @Override
        public boolean supportsAggressiveRelease() {
            return false;
        }

        @Override
        public boolean isUnwrappableAs(Class<?> type) {
            return false;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnknownUnwrapTypeException(type);
        }
    }
}
