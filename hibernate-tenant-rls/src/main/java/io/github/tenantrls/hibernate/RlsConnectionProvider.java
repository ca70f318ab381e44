// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.jdbc.TenantConnections;
import io.github.tenantrls.internal.tenants.OutsideOfJta;
import io.github.tenantrls.internal.tenants.TenantDirectory;
import io.github.tenantrls.internal.tenants.UnitConnections;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;
import org.hibernate.service.UnknownUnwrapTypeException;
import org.hibernate.service.spi.Configurable;
import org.hibernate.service.spi.ServiceRegistryAwareService;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.hibernate.service.spi.Stoppable;
import org.jspecify.annotations.Nullable;

/**
 * Gives each session connections that work for its tenant only; to be named in {@code
 * hibernate.multi_tenant_connection_provider}.
 *
 * <p>The connections come from the {@code DataSource} that was configured or handed over, or else from an Agroal pool
 * built from {@code jakarta.persistence.jdbc.*}, {@code hibernate.connection.*} and {@code hibernate.agroal.*}; that
 * pool ends with the factory. Settings: {@link TenantRlsSettings}. Thread-safe once configured.
 */
public final class RlsConnectionProvider
        implements MultiTenantConnectionProvider<Object>, ServiceRegistryAwareService, Configurable, Stoppable {

    private static final long serialVersionUID = 1L;

    private transient @Nullable ServiceRegistryImplementor services;
    private transient @Nullable RlsConfiguration configuration;
    private transient @Nullable ConnectionSource source;
    private transient @Nullable ConnectionSource systemSource;
    private transient @Nullable TenantConnections connections;
    private transient @Nullable TenantDirectory directory;
    private transient @Nullable String learnedSystemRole;
    private transient volatile boolean jta;

    /** Creates a provider; Hibernate does, and configures it. */
    public RlsConnectionProvider() {}

    @Override
    public void injectServices(ServiceRegistryImplementor serviceRegistry) {
        services = serviceRegistry;
    }

    /**
     * Reads the settings and prepares the source of connections.
     *
     * @throws io.github.tenantrls.TenantRlsException if a setting cannot be read, if Hibernate is of a line that this
     *     library does not work with, or if no connection to the database can be had; with {@code
     *     hibernate.boot.allow_jdbc_metadata_access=false} none is tried yet
     */
    @Override
    public void configure(Map<String, Object> settings) {
        RlsConfiguration read = RlsConfiguration.of(settings);
        HibernateLine.require(read.unit());
        configuration = read;
        connections = new TenantConnections(read, this::lend, RlsTenantResolver.noSystem(read.unit()));
        directory = new TenantDirectory(
                read,
                new UnitConnections(
                        this::getAnyConnection,
                        () -> getConnection(read.columnType().system()),
                        new OutsideOfJta(read.unit(), this::transactions)));
        boolean done = false;
        try {
            openSources(read, settings, Objects.requireNonNull(services));
            done = true;
        } finally {
            if (!done) {
                stop();
            }
        }
    }

    private void openSources(RlsConfiguration read, Map<String, Object> settings, ServiceRegistryImplementor registry) {
        ConnectionSource application = ConnectionSource.of(settings, registry, read.unit());
        source = application;
        ConnectionSource system = read.system().hasLogin() ? SystemSource.of(read, settings, registry) : null;
        systemSource = system;
        if (mayConnectNow(settings)) {
            application.requireDatabase();
            if (system != null) {
                system.requireDatabase();
                learnedSystemRole =
                        read.system().policyRole() == null ? SystemLogin.role(read, application, system) : null;
            }
        }
    }

    /**
     * A connection for work on the database itself, such as reading its catalog: bound to no tenant.
     *
     * @return a connection on which policies show no row
     */
    @Override
    public Connection getAnyConnection() throws SQLException {
        return source().open();
    }

    @Override
    public void releaseAnyConnection(Connection connection) throws SQLException {
        connection.close();
    }

    /**
     * A connection that works for one tenant only.
     *
     * @param tenantIdentifier the tenant, {@code TenantColumnType.system()} or {@code TenantColumnType.noTenant()}
     * @throws io.github.tenantrls.TenantMismatchException for the system, outside of {@code TenantContext.runAsSystem}
     * @throws MissingTenantException if there is no tenant, unless {@link TenantRlsSettings#MISSING_TENANT} is {@code
     *     empty}
     * @throws io.github.tenantrls.InvalidTenantException if the tenant column cannot hold the identifier
     * @throws io.github.tenantrls.UnknownTenantException if there is no such tenant, with {@link
     *     TenantRlsSettings#KNOWN_TENANTS}
     * @throws io.github.tenantrls.SuspendedTenantException if it is suspended, likewise
     */
    @Override
    public Connection getConnection(Object tenantIdentifier) throws SQLException {
        RlsConfiguration settings = configuration();
        if (tenantIdentifier.equals(settings.columnType().system())) {
            return connections().forSystem();
        }
        Object tenant = tenantOrNull(tenantIdentifier, settings.columnType());
        return tenant != null && settings.knownTenants()
                ? directory().lendIfActive(tenant, () -> connections().forTenant(tenant))
                : connections().forTenant(tenant);
    }

    private Connection lend(boolean system) throws SQLException {
        ConnectionSource own = system ? systemSource : null;
        return (own == null ? source() : own).open();
    }

    @Override
    public void releaseConnection(Object tenantIdentifier, Connection connection) throws SQLException {
        connection.close();
    }

    /**
     * Whether a connection may be given back before its transaction ends: no, since the tenant is bound in it.
     *
     * @return {@code false}
     */
    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this) || type == TenantDirectory.class;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (!isUnwrappableAs(type)) {
            throw new UnknownUnwrapTypeException(type);
        }
        return type.cast(type == TenantDirectory.class ? directory() : this);
    }

    /** Closes the pools that are this provider's own. */
    @Override
    public void stop() {
        ConnectionSource application = source;
        ConnectionSource system = systemSource;
        source = null;
        systemSource = null;
        if (application != null) {
            application.close();
        }
        if (system != null) {
            system.close();
        }
    }

    /**
     * From now on sessions may share connections.
     *
     * @throws TenantRlsException if connections come from a pool of this library's own, which is not enlisted
     */
    void transactionsAreJta() {
        jta = true;
        connections().mayBeShared();
        source().requireJta(JdbcSettings.JAKARTA_JTA_DATASOURCE);
        ConnectionSource system = systemSource;
        if (system != null) {
            system.requireJta(TenantRlsSettings.SYSTEM_DATASOURCE);
        }
    }

    /** The settings, for the other classes that Hibernate finds. */
    RlsConfiguration configuration() {
        return Objects.requireNonNull(configuration, "not configured");
    }

    /** Settings, and with them the role of the system where only its login tells: for policies, and for those who check them. */
    Map<String, Object> withSystemRole(Map<String, Object> settings) {
        String role = learnedSystemRole;
        if (role == null) {
            return settings;
        }
        Map<String, Object> complete = new HashMap<>(settings);
        complete.put(TenantRlsSettings.SYSTEM_ROLE, role);
        return complete;
    }

    private TenantConnections connections() {
        return Objects.requireNonNull(connections, "not configured");
    }

    /** What is known of the tenants, for the other classes that Hibernate finds. */
    TenantDirectory directory() {
        return Objects.requireNonNull(directory, "not configured");
    }

    private @Nullable TransactionManager transactions() {
        return jta
                ? Objects.requireNonNull(services)
                        .requireService(JtaPlatform.class)
                        .retrieveTransactionManager()
                : null;
    }

    private static boolean mayConnectNow(Map<String, Object> settings) {
        Object allowed = settings.get(JdbcSettings.ALLOW_METADATA_ON_BOOT);
        return allowed == null || Boolean.parseBoolean(allowed.toString());
    }

    private ConnectionSource source() {
        ConnectionSource open = source;
        if (open == null) {
            throw new IllegalStateException("This connection provider is not configured, or it was stopped");
        }
        return open;
    }

    /** The normalized identifier that a connection is bound to for a session's. */
    static @Nullable Object tenantOrNull(Object identifier, TenantColumnType type) {
        return identifier.equals(type.noTenant()) ? null : type.normalize(identifier);
    }
}
