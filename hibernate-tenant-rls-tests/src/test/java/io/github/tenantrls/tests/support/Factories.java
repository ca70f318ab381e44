// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import io.github.tenantrls.TenantRlsSettings;
import jakarta.persistence.EntityManagerFactory;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AgroalSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Builds factories for entity classes on a {@link Database}, the way an application would.
 *
 * <pre>{@code
 * try (SessionFactory factory = Factories.on(database, Project.class).createSchema().open()) { .. }
 * }</pre>
 */
public final class Factories {

    private static final String PROVIDER = "io.github.tenantrls.hibernate.RlsConnectionProvider";
    private static final String RESOLVER = "io.github.tenantrls.hibernate.RlsTenantResolver";

    private final Database database;
    private final List<Class<?>> entities;
    private final Map<String, Object> overrides = new HashMap<>();
    private boolean proxied;

    private Factories(Database database, Class<?>... entities) {
        this.database = database;
        this.entities = List.of(entities);
    }

    public static Factories on(Database database, Class<?>... entities) {
        return new Factories(database, entities);
    }

    /** Sets a property for the factories built from now on; null takes a default of this class away. */
    public Factories with(String property, @Nullable Object value) {
        overrides.put(property, value);
        return this;
    }

    /** The factories built from now on have a system identity: {@link Role#SYSTEM}, which logs in by itself. */
    public Factories systemLogin() {
        return with(TenantRlsSettings.SYSTEM_USER, database.user(Role.SYSTEM))
                .with(TenantRlsSettings.SYSTEM_PASSWORD, database.password(Role.SYSTEM));
    }

    /** As {@link #systemLogin}, but it is taken on; open them as {@link Role#SWITCHING}. */
    public Factories systemRole() {
        return with(TenantRlsSettings.SYSTEM_ROLE, Role.SYSTEM.login())
                .with(TenantRlsSettings.RUNTIME_ROLE, Role.SWITCHING.login());
    }

    /** The factories built from now on connect through {@link Database#roundTrips()}. */
    public Factories proxied() {
        proxied = true;
        return this;
    }

    /** Creates tables and policies as the owner, by {@code hibernate.hbm2ddl.auto=create}. */
    public Factories createSchema() {
        return schema("create");
    }

    /** Changes the schema as the owner, by {@code hibernate.hbm2ddl.auto} with the given value. */
    public Factories schema(String action) {
        Map<String, Object> settings = connectionSettings(Role.OWNER);
        settings.putAll(tenancySettings());
        settings.put(TenantRlsSettings.VERIFICATION, "off"); // the owner need not be fit to be the runtime role
        settings.put(SchemaToolingSettings.HBM2DDL_HALT_ON_ERROR, true); // else Hibernate logs it and goes on
        settings.putAll(overrides);
        settings.put(SchemaToolingSettings.HBM2DDL_AUTO, action);
        build("schema", settings).close();
        return this;
    }

    /** The factory under test, which logs in as {@link Role#APP}; the caller closes it. */
    public SessionFactory open() {
        return openAs(Role.APP);
    }

    /** As {@link #open()}, for another role. */
    public SessionFactory openAs(Role role) {
        Map<String, Object> settings = connectionSettings(role);
        settings.putAll(tenancySettings());
        settings.putAll(overrides);
        return build("tests", settings);
    }

    /** As {@link #open()}, but each connection is a new one: it knows what roles and the database are set to by now. */
    public SessionFactory openWithoutPool() {
        Map<String, Object> settings = settings();
        String url = text(settings.remove(JdbcSettings.JAKARTA_JDBC_URL));
        if (settings.containsKey(TenantRlsSettings.SYSTEM_USER)) {
            settings.putIfAbsent(TenantRlsSettings.SYSTEM_URL, url);
        }
        settings.put(
                JdbcSettings.JAKARTA_NON_JTA_DATASOURCE,
                TestServer.dataSource(
                        url,
                        text(settings.remove(JdbcSettings.JAKARTA_JDBC_USER)),
                        text(settings.remove(JdbcSettings.JAKARTA_JDBC_PASSWORD))));
        return build("tests", settings);
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    /** The statements by which {@link #createSchema()} creates the schema. */
    public List<String> schemaScript() {
        StringWriter script = new StringWriter();
        Map<String, Object> settings = connectionSettings(Role.OWNER);
        settings.putAll(tenancySettings());
        settings.put(TenantRlsSettings.VERIFICATION, "off");
        settings.putAll(overrides);
        settings.put(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_ACTION, "create");
        settings.put(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_CREATE_TARGET, script);
        build("schema", settings).close();
        return script.toString().lines().filter(line -> !line.isBlank()).toList();
    }

    /** The same entities on plain Hibernate without any tenancy, to compare with. */
    public SessionFactory openWithoutTenancy(Role role) {
        Map<String, Object> settings = connectionSettings(role);
        settings.putAll(overrides);
        // hibernate-agroal, which these would ask for, is not there
        settings.keySet()
                .removeIf(key -> key.startsWith(TenantRlsSettings.PREFIX) || key.startsWith("hibernate.agroal."));
        settings.put(TenantRlsSettings.VERIFICATION, "off"); // or else the start would be refused
        return build("plain", settings);
    }

    /** All settings that {@link #open()} uses, for tests that start a factory in another way. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = connectionSettings(Role.APP);
        settings.putAll(tenancySettings());
        settings.putAll(overrides);
        settings.values().removeIf(value -> value == null);
        return settings;
    }

    private Map<String, Object> connectionSettings(Role role) {
        return new HashMap<>(Map.of(
                JdbcSettings.JAKARTA_JDBC_URL,
                proxied ? database.proxiedUrl() : database.url(),
                JdbcSettings.JAKARTA_JDBC_USER,
                database.user(role),
                JdbcSettings.JAKARTA_JDBC_PASSWORD,
                database.password(role),
                SchemaToolingSettings.HBM2DDL_AUTO,
                "none",
                AgroalSettings.AGROAL_MAX_SIZE,
                "10",
                JdbcSettings.POOL_SIZE,
                "10"));
    }

    private static Map<String, Object> tenancySettings() {
        return Map.of(
                MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER, PROVIDER,
                MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, RESOLVER,
                TenantRlsSettings.RUNTIME_ROLE, Role.APP.login());
    }

    private SessionFactory build(String unit, Map<String, Object> settings) {
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration(unit);
        entities.forEach(configuration::managedClass);
        settings.forEach((key, value) -> {
            if (value != null) {
                configuration.property(key, value);
            }
        });
        EntityManagerFactory factory = configuration.createEntityManagerFactory();
        return factory.unwrap(SessionFactory.class);
    }
}
