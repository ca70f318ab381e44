// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.jdbc;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.jdbc.TenantConnections;
import io.github.tenantrls.internal.tenants.TenantDirectory;
import io.github.tenantrls.internal.tenants.UnitConnections;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@code DataSource} whose connections work only for the tenant that {@link TenantContext} names when they are taken.
 *
 * <p>It wraps a pool, and is itself not to be put under one: a pool would keep connections of one tenant for others. What a
 * connection does is bound to its tenant as in a session of Hibernate, whoever holds it; while {@code TenantContext} names
 * another tenant it does not work, see {@link TenantRlsSettings#SWITCH_GUARD}. In a block of {@link
 * TenantContext#runAsSystem} connections work for the system.
 *
 * <p>Whether the database isolates is not verified. Thread-safe, and its connections as thread-safe as those of the pool.
 */
public final class RlsDataSource implements DataSource {

    private static final String NO_SYSTEM = "RlsDataSource: there is no identity that sees the rows of all tenants, so"
            + " TenantContext.runAsSystem(..) is refused; give the system a login of its own by "
            + TenantRlsSettings.SYSTEM_DATASOURCE + ", or set " + TenantRlsSettings.SYSTEM_ROLE;

    private final DataSource pool;
    private final RlsConfiguration configuration;
    private final TenantConnections connections;
    private final @Nullable TenantDirectory directory;

    private RlsDataSource(DataSource pool, RlsConfiguration configuration, @Nullable DataSource systemPool) {
        this.pool = pool;
        this.configuration = configuration;
        connections = new TenantConnections(
                configuration, system -> (system && systemPool != null ? systemPool : pool).getConnection(), NO_SYSTEM);
        connections.mayBeShared(); // a DataSource does not tell whether it takes part in transactions of JTA
        directory = configuration.knownTenants()
                ? new TenantDirectory(
                        configuration,
                        new UnitConnections(pool::getConnection, connections::forSystem, TenantContext.Call::call))
                : null;
    }

    /**
     * Wraps a {@code DataSource}, with the default settings.
     *
     * @param pool where the connections come from, which must unwrap to those of the PostgreSQL driver; the caller closes it
     * @return what lends them, bound to tenants
     * @throws TenantRlsException as for {@link #of(DataSource, Map)}
     */
    public static RlsDataSource of(DataSource pool) {
        return of(pool, Map.of());
    }

    /**
     * Wraps a {@code DataSource}.
     *
     * @param pool where the connections come from, which must unwrap to those of the PostgreSQL driver; the caller closes it
     * @param settings of {@link TenantRlsSettings} those that say how connections work: {@code VARIABLE}, {@code
     *     COLUMN_TYPE}, {@code MISSING_TENANT}, {@code BINDING}, {@code SWITCH_GUARD}, {@code SYSTEM_ROLE}, {@code
     *     SYSTEM_DATASOURCE}, which must be an object here, {@code KNOWN_TENANTS}, {@code TENANTS_TABLE}, {@code
     *     TENANTS_CACHE_SIZE} and {@code TENANTS_CACHE_TTL}. Settings of others are ignored
     * @return what lends them, bound to tenants
     * @throws TenantRlsException if a setting of this library is none of these or cannot be read, or a {@code DataSource}
     *     is wrapped already
     */
    public static RlsDataSource of(DataSource pool, Map<String, ?> settings) {
        RlsConfiguration configuration = RlsConfiguration.ofDataSource(settings);
        Object system = configuration.system().datasource();
        if (system != null && !(system instanceof DataSource)) {
            throw new TenantRlsException("RlsDataSource: what " + TenantRlsSettings.SYSTEM_DATASOURCE
                    + " names is not a javax.sql.DataSource; hand over the object, also where it has a JNDI name");
        }
        if (pool instanceof RlsDataSource || system instanceof RlsDataSource) {
            throw new TenantRlsException("RlsDataSource: a DataSource is wrapped twice; hand over the one that is not");
        }
        return new RlsDataSource(pool, configuration, (DataSource) system);
    }

    /**
     * Lends a connection that works for the tenant of the current thread only, or for the system in a block of {@link
     * TenantContext#runAsSystem}.
     *
     * @return the connection; closing it gives it back, and leaves no tenant on it
     * @throws io.github.tenantrls.MissingTenantException if there is no tenant, unless {@link
     *     TenantRlsSettings#MISSING_TENANT} is {@code empty}
     * @throws io.github.tenantrls.InvalidTenantException if the tenant column cannot hold the identifier
     * @throws io.github.tenantrls.UnknownTenantException if there is no such tenant, with {@link
     *     TenantRlsSettings#KNOWN_TENANTS}
     * @throws io.github.tenantrls.SuspendedTenantException if it is suspended, likewise
     * @throws TenantRlsException for the system, if the settings give it no identity
     * @throws SQLException if the pool lends none, or one that does not unwrap to a connection of the PostgreSQL driver, or
     *     if the table of the tenants is to be asked and cannot be read
     */
    @Override
    public Connection getConnection() throws SQLException {
        if (TenantContext.isSystem()) {
            return connections.forSystem();
        }
        Object tenant = TenantContext.current()
                .map(configuration.columnType()::normalize)
                .orElse(null);
        return tenant != null && directory != null
                ? directory.lendIfActive(tenant, () -> connections.forTenant(tenant))
                : connections.forTenant(tenant);
    }

    /**
     * Refuses: as whom one logs in decides which policies apply.
     *
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "RlsDataSource: as whom one logs in decides which policies apply, so a connection for another user is"
                        + " refused; wrap a DataSource that has this user",
                "0A000");
    }

    /**
     * Refuses: what it builds would be bound to no tenant.
     *
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public ConnectionBuilder createConnectionBuilder() throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "RlsDataSource: what a ConnectionBuilder of the DataSource builds would be bound to no tenant; use"
                        + " getConnection()",
                "0A000");
    }

    @Override
    public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
        return pool.createShardingKeyBuilder();
    }

    /**
     * Answers itself, and hands out nothing of the {@code DataSource} behind it, whose connections are bound to no tenant.
     *
     * @throws SQLException for any other type
     */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            throw new SQLException(
                    "RlsDataSource: the DataSource behind it is not handed out, since its connections are"
                            + " bound to no tenant; keep a reference to it where it is made");
        }
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }
}
