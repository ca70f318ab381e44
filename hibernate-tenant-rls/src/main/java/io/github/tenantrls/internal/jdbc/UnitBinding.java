// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SwitchGuard;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Binds connections for the sessions of one persistence unit, or of one {@code DataSource}. Thread-safe. */
public final class UnitBinding {

    private static final int MOST_TEXTS = 1000;
    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_TENANTS = 10_000;

    private final RlsConfiguration configuration;
    private final SwitchGuard guard;
    private final @Nullable String role;
    private final GuardedSettings guarded;
    private final BindingSql forTenants;
    private final BindingSql forSystem;
    private final SessionTenant nobody;
    private final Remembered<Object, SessionTenant> tenants = new Remembered<>(MOST_TENANTS);
    private final Remembered<String, SqlText> texts = new Remembered<>(MOST_TEXTS);

    /**
     * Creates it.
     *
     * @param configuration how to bind
     */
    public UnitBinding(RlsConfiguration configuration) {
        this.configuration = configuration;
        guard = new SwitchGuard(configuration);
        role = configuration.system().assumedRole();
        guarded = new GuardedSettings(configuration.variable(), role != null);
        forTenants = new BindingSql(configuration.variable(), role, false);
        forSystem = new BindingSql(configuration.variable(), role, true);
        nobody = new SessionTenant(this, null);
    }

    /**
     * Binds a pooled connection to a tenant; nothing is sent until the first statement.
     *
     * @param pooled what the pool lent; closed with the returned connection, and if this method fails
     * @param tenant the normalized identifier, {@link io.github.tenantrls.TenantColumnType#system} for a connection of the
     *     system's, or {@code null} for an empty tenant, to whom no row is visible
     */
    public Connection bind(Connection pooled, @Nullable Object tenant) throws SQLException {
        return BoundConnection.bind(pooled, tenant == null ? nobody : tenant(tenant));
    }

    private SessionTenant tenant(Object identifier) {
        SessionTenant known = tenants.get(identifier);
        return known == null ? tenants.keep(identifier, new SessionTenant(this, identifier)) : known;
    }

    RlsConfiguration configuration() {
        return configuration;
    }

    SwitchGuard guard() {
        return guard;
    }

    /** The role that the sessions of the system take on, if they do. */
    @Nullable
    String role() {
        return role;
    }

    /** The texts that bind. */
    BindingSql sql(boolean system) {
        return system ? forSystem : forTenants;
    }

    /** Reads the text of a statement that is sent by itself. */
    SqlText read(String sql, boolean standardStrings) throws SQLException {
        SqlText known = standardStrings ? texts.get(sql) : null;
        if (known != null) {
            return known;
        }
        SqlText read = readOnce(sql, standardStrings);
        return standardStrings && sql.length() <= LONGEST_TEXT ? texts.keep(sql, read) : read;
    }

    /** As {@link #read}, and keeps nothing. */
    SqlText readOnce(String sql, boolean standardStrings) throws SQLException {
        return SqlText.of(sql, guarded, false, standardStrings);
    }

    /** Refuses text that must not be sent together with other commands. */
    void checkBatched(String sql, boolean standardStrings) throws SQLException {
        SqlText.of(sql, guarded, true, standardStrings).check();
    }
}
