// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.tenants;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.internal.RlsConfiguration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Which tenants a persistence unit or a {@code DataSource} has, as far as bindings and requests need to know: remembered, so that it costs nothing. Thread-safe. */
public final class TenantDirectory {

    /** All of this JVM: which of them have one table is not known, and to forget too much costs a look-up. */
    private static final Set<TenantDirectory> ALL =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final RlsConfiguration configuration;
    private final UnitConnections connections;
    private final TenantsTableName table;
    private final LookupCache cache;
    private volatile Runnable listener = () -> {};

    /**
     * Creates the directory; nothing is read yet.
     *
     * @param configuration the settings of the persistence unit or {@code DataSource}
     * @param connections its connections
     */
    public TenantDirectory(RlsConfiguration configuration, UnitConnections connections) {
        this.configuration = configuration;
        this.connections = connections;
        this.table = new TenantsTableName(configuration.tenants(), connections);
        this.cache = LookupCache.of(configuration.tenants());
        ALL.add(this);
    }

    private record StatusOf(Object tenant) {}

    private record Named(String name) {}

    private enum Status {
        ACTIVE,
        SUSPENDED,
        UNKNOWN
    }

    /** The settings of the persistence unit or {@code DataSource}. */
    public RlsConfiguration configuration() {
        return configuration;
    }

    /** Its connections. */
    public UnitConnections connections() {
        return connections;
    }

    /**
     * Refuses a tenant that is not known, or suspended.
     *
     * @param tenant a normalized identifier
     * @throws UnknownTenantException if it is not in the table
     * @throws SuspendedTenantException if it is suspended
     */
    public void requireActive(Object tenant) throws SQLException {
        switch (cache.get(new StatusOf(tenant), Status.class, () -> status(tenant))) {
            case ACTIVE -> {}
            case SUSPENDED ->
                throw new SuspendedTenantException(configuration.owner() + ": the tenant" + printable(tenant)
                        + " is suspended, so no session works for it; end what is done for it, or"
                        + " activate it by Tenants.of(factory).activate(tenant)");
            case UNKNOWN ->
                throw new UnknownTenantException(configuration.owner() + ": the tenant" + printable(tenant)
                        + " is not in the table "
                        + configuration.tenants().table()
                        + ", so no session works for it; find out where its identifier comes from, create it by"
                        + " Tenants.of(factory).create(..), or set " + TenantRlsSettings.KNOWN_TENANTS + "=false");
        }
    }

    /**
     * Gets a connection for a tenant that is active: asked before it is got, so that a pool of one does, and again if a
     * tenant was changed while it was waited for.
     *
     * @param tenant a normalized identifier
     * @param pool where it comes from
     * @throws UnknownTenantException if there is no such tenant
     * @throws SuspendedTenantException if it is suspended
     */
    public Connection lendIfActive(Object tenant, Pool pool) throws SQLException {
        while (true) {
            long before = cache.changes();
            requireActive(tenant);
            Connection lent = pool.lend();
            if (cache.changes() == before) {
                return lent;
            }
            lent.close();
        }
    }

    /** What lends a connection. */
    @FunctionalInterface
    public interface Pool {
        /** Lends it; whoever gets it closes it. */
        Connection lend() throws SQLException;
    }

    /** A text can be anything, so it is not repeated. */
    public static String printable(Object tenant) {
        return tenant instanceof String ? "" : " " + tenant;
    }

    /**
     * The identifier of the tenant with a slug; where identifiers are texts, of the one with that identifier before.
     *
     * @param name what may be a slug
     */
    public Optional<?> named(String name) throws SQLException {
        return cache.get(new Named(name), Optional.class, () -> lookUp(name));
    }

    private Optional<Object> lookUp(String name) throws SQLException {
        String sql = namedSql();
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (int i = 1; i <= (isText() ? 3 : 1); i++) {
                    select.setString(i, name);
                }
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(id(rows)) : Optional.empty();
                }
            }
        });
    }

    private String namedSql() throws SQLException {
        return "select id from " + table()
                + (isText() ? " where id = ? or slug = ? order by (id = ?) desc limit 1" : " where slug = ?");
    }

    private boolean isText() {
        return isText(configuration.columnType());
    }

    /** Whether every slug could be an identifier too. */
    public static boolean isText(TenantColumnType type) {
        return type == TenantColumnType.TEXT || type == TenantColumnType.VARCHAR;
    }

    private Object id(ResultSet rows) throws SQLException {
        return configuration.columnType().normalize(rows.getString(1));
    }

    /**
     * Has the rows forgotten that caches keep, whenever a tenant is changed: they may be deleted, or be for nobody any more.
     *
     * @param forgets what does that
     */
    public void whenChanged(Runnable forgets) {
        listener = forgets;
    }

    /**
     * To be called once a change of a tenant is committed, or may be.
     *
     * @param tenant a normalized identifier
     * @param slug its slug, or {@code null} if it is not known
     */
    public void changed(Object tenant, @Nullable String slug) {
        synchronized (ALL) {
            ALL.forEach(directory -> directory.forget(tenant, slug));
        }
        listener.run();
    }

    private void forget(Object tenant, @Nullable String slug) {
        Object id = new Named(tenant.toString());
        cache.forget(new StatusOf(tenant), id, slug == null ? id : new Named(slug));
    }

    /**
     * Refuses a start without a table that can be read.
     *
     * @param lenient whether it is left for later if the database does not answer
     * @throws TenantRlsException if it is refused
     */
    public void requireTable(boolean lenient) {
        try {
            status(configuration.columnType().noTenant());
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (!lenient || (state != null && !state.startsWith("08"))) {
                throw new TenantRlsException(
                        "Persistence unit " + configuration.unit() + ": " + TenantRlsSettings.KNOWN_TENANTS
                                + "=true needs the table "
                                + configuration.tenants().table()
                                + " of the tenants, which cannot be read (" + e.getMessage()
                                + "); have the schema export make it, or name another by "
                                + TenantRlsSettings.TENANTS_TABLE + ", and grant select on it",
                        e);
            }
        }
    }

    private Status status(Object tenant) throws SQLException {
        String sql = "select status from " + table() + " where id = ?";
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setObject(1, tenant);
                try (ResultSet rows = select.executeQuery()) {
                    if (!rows.next()) {
                        return Status.UNKNOWN;
                    }
                    // whatever else stands there, it is not active
                    return rows.getString(1).equals("active") ? Status.ACTIVE : Status.SUSPENDED;
                }
            }
        });
    }

    /**
     * The name of the table in SQL, with its schema.
     *
     * @throws SQLException if it had to be looked up, on a connection of its own, and was not found
     */
    public String table() throws SQLException {
        return table.get();
    }
}
