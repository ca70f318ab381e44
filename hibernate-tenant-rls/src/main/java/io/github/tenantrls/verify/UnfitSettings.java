// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.BindingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.ConnectionReleaseMode;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PreferQueryMode;

/** What a factory and the connections that it gets are set to, in view of the tenants. */
final class UnfitSettings {

    /** Not in Hibernate 6.6. */
    private static final boolean MAPS_SCHEMAS = Stream.of(SessionFactoryOptions.class.getMethods())
            .anyMatch(method -> method.getName().equals("getTenantSchemaMapper"));

    private static final String ONE_MORE = ", which takes a round trip more for each ";

    private final SessionFactoryImplementor factory;
    private final Unit unit;
    private final SessionFactoryOptions options;
    private final List<UnfitSetting> found = new ArrayList<>();

    UnfitSettings(SessionFactoryImplementor factory, Unit unit) {
        this.factory = factory;
        this.unit = unit;
        this.options = factory.getSessionFactoryOptions();
    }

    /** All that does harm, of a connection like the application's too. */
    List<UnfitSetting> found(Connection connection) throws SQLException {
        caches();
        schemaMapper();
        autoCommit(connection);
        handlingMode();
        if (unit.configuration().binding() == BindingMode.PIPELINED) {
            generatedKeys();
            driver(connection);
        }
        return found;
    }

    private void caches() {
        for (String cached : CacheKeys.withoutTenant(factory, unit.tables())) {
            add(
                    Severity.CRITICAL,
                    cached,
                    "its keys in the second-level cache do not hold the tenant, so what one tenant loaded is served to all"
                            + " without asking the database; have the region factory use DefaultCacheKeysFactory");
        }
    }

    private void schemaMapper() {
        if (MAPS_SCHEMAS && options.getTenantSchemaMapper() != null) {
            add(
                    Severity.CRITICAL,
                    MultiTenancySettings.MULTI_TENANT_SCHEMA_MAPPER,
                    "sessions work on the schema that it names, while those tables are verified that are found without it,"
                            + " so nobody knows whether policies isolate the tenants there; remove the setting");
        }
    }

    /** Under JTA the setting is not looked at. */
    private void autoCommit(Connection connection) throws SQLException {
        boolean jta = factory.getServiceRegistry()
                .requireService(TransactionCoordinatorBuilder.class)
                .isJta();
        if (!jta && options.doesConnectionProviderDisableAutoCommit() && connection.getAutoCommit()) {
            add(
                    Severity.HIGH,
                    JdbcSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT,
                    "connections come with auto-commit on although it says that they do not, so each statement is a"
                            + " transaction of its own, is not undone by a rollback, and each commit fails; remove the"
                            + " setting, or have the pool switch auto-commit off, as by " + JdbcSettings.AUTOCOMMIT
                            + "=false");
        }
    }

    private void handlingMode() {
        PhysicalConnectionHandlingMode mode = options.getPhysicalConnectionHandlingMode();
        if (mode.getReleaseMode() == ConnectionReleaseMode.BEFORE_TRANSACTION_COMPLETION) {
            add(
                    Severity.MEDIUM,
                    JdbcSettings.CONNECTION_HANDLING,
                    "with " + mode + " the tenant has to be taken off a connection before its transaction ends"
                            + ONE_MORE
                            + "transaction; set it to "
                            + PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION);
        }
    }

    /** Not set by the application, it is on only where its own SQL leaves no other way. */
    private void generatedKeys() {
        boolean set = factory.getProperties().containsKey(JdbcSettings.USE_GET_GENERATED_KEYS);
        if (set && options.isGetGeneratedKeysEnabled() && insertsGenerateIdentifiers()) {
            add(
                    Severity.MEDIUM,
                    JdbcSettings.USE_GET_GENERATED_KEYS,
                    "identifiers that the database generates are asked of the driver, so the tenant cannot be bound in the"
                            + " message of the insert" + ONE_MORE
                            + "transaction that begins with one; set it to false");
        }
    }

    private boolean insertsGenerateIdentifiers() {
        List<String> generated = new ArrayList<>();
        factory.getMappingMetamodel().forEachEntityDescriptor(entity -> {
            if (entity.getGenerator().generatedOnExecution()) {
                generated.add(entity.getEntityName());
            }
        });
        return !generated.isEmpty();
    }

    private void driver(Connection connection) throws SQLException {
        if (connection.isWrapperFor(BaseConnection.class)) {
            BaseConnection driver = connection.unwrap(BaseConnection.class);
            if (driver.getPreferQueryMode() == PreferQueryMode.SIMPLE) {
                addDriver("preferQueryMode", "simple", "extended");
            }
            if (driver.getPrepareThreshold() < 0) {
                addDriver("prepareThreshold", "-1", "0 or more");
            }
        }
    }

    private void addDriver(String property, String value, String better) {
        add(
                Severity.MEDIUM,
                property,
                "with " + value + " the driver cannot bind the tenant in the message of a transaction's first statement"
                        + ONE_MORE
                        + "transaction, and two more for a read outside of one; in the URL or the DataSource set it to "
                        + better);
    }

    private void add(Severity severity, String subject, String message) {
        found.add(new UnfitSetting(severity, subject, message));
    }
}
