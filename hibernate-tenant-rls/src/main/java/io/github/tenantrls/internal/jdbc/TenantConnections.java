// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.MissingTenant;
import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SwitchGuard;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** Connections of a pool, each bound to the one that asks for it: a tenant, the system, or nobody. Thread-safe. */
public final class TenantConnections {

    private final RlsConfiguration configuration;
    private final UnitBinding binding;
    private final Pool pool;
    private final String noSystem;
    private volatile boolean shared;

    /**
     * Creates it; nothing is lent yet.
     *
     * @param noSystem what to say where there is no identity for the system's work
     */
    public TenantConnections(RlsConfiguration configuration, Pool pool, String noSystem) {
        this.configuration = configuration;
        binding = new UnitBinding(configuration);
        this.pool = pool;
        this.noSystem = noSystem;
    }

    /** From now on several of the pool's connections may be one of the driver's, as under JTA, so it must be seen which. */
    public void mayBeShared() {
        shared = true;
    }

    /**
     * A connection that works for one tenant only.
     *
     * @param tenant the normalized identifier, or {@code null} for none
     * @throws MissingTenantException if there is none, unless the settings allow that
     */
    public Connection forTenant(@Nullable Object tenant) throws SQLException {
        if (tenant == null && configuration.missingTenant() == MissingTenant.FAIL) {
            throw new MissingTenantException(configuration.owner() + ": a session without a tenant asked"
                    + " for a database connection; open it inside of TenantContext.runAs(tenant, ..), on the"
                    + " same thread, since no thread inherits a tenant, or set "
                    + TenantRlsSettings.MISSING_TENANT + "=empty to let such sessions see no rows");
        }
        return binding.bind(lend(false), tenant);
    }

    /**
     * A connection that works for the system. Its identifier alone does not do: whoever opens a session can name it, and
     * gives no reason.
     *
     * @throws io.github.tenantrls.TenantMismatchException outside of {@code TenantContext.runAsSystem}
     * @throws TenantRlsException if the settings give the system no identity
     */
    public Connection forSystem() throws SQLException {
        Object system = configuration.columnType().system();
        new SwitchGuard(configuration).check(system);
        if (!configuration.system().isConfigured()) {
            throw new TenantRlsException(noSystem);
        }
        return binding.bind(lend(true), system);
    }

    private Connection lend(boolean system) throws SQLException {
        Connection lent = pool.lend(system);
        if (shared && !isVisible(lent)) {
            lent.close();
            throw new SQLException(configuration.owner() + ": under JTA the sessions of a transaction may"
                    + " share a connection, and the DataSource does not let this library see which, so that one's"
                    + " tenant could be used for another's work; use a DataSource whose connections unwrap to those of"
                    + " the PostgreSQL driver");
        }
        return lent;
    }

    private static boolean isVisible(Connection lent) throws SQLException {
        try {
            return lent.isWrapperFor(BaseConnection.class);
        } catch (SQLException e) {
            lent.close();
            throw e;
        }
    }

    /** Where connections come from. */
    @FunctionalInterface
    public interface Pool {
        /**
         * Lends one.
         *
         * @param system whether for work of the system's, by its own login where there is one
         */
        Connection lend(boolean system) throws SQLException;
    }
}
