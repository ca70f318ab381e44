// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.internal.tenants.TenantDirectory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The statements on the table of the tenants of one persistence unit. Thread-safe. */
final class TenantStore {

    private static final String COLUMNS = "id, slug, name, status, created_at";

    private final String owner;
    private final TenantColumnType type;
    private final TenantDirectory directory;

    TenantStore(TenantDirectory directory) {
        owner = directory.configuration().owner();
        type = directory.configuration().columnType();
        this.directory = directory;
    }

    /** Known by now, see {@link TenantChanges}. */
    private String table() throws SQLException {
        return directory.table();
    }

    Optional<Tenant> find(Connection connection, Object id) throws SQLException {
        return one(connection, "select " + COLUMNS + " from " + table() + " where id = ?", id);
    }

    Optional<Tenant> findBySlug(Connection connection, String slug) throws SQLException {
        return one(connection, "select " + COLUMNS + " from " + table() + " where slug = ?", slug);
    }

    List<Tenant> page(Connection connection, String afterSlug, int limit) throws SQLException {
        refuseLimit(limit);
        return query(
                connection,
                "select " + COLUMNS + " from " + table() + " where slug > ? order by slug limit ?",
                afterSlug,
                limit);
    }

    private static void refuseLimit(int limit) {
        if (limit < 1 || limit > Tenants.MAX_PAGE) {
            throw new TenantRlsException("A page of tenants cannot have that many; ask for 1 to " + Tenants.MAX_PAGE
                    + ", and for the next page after the last slug");
        }
    }

    Tenant insert(Connection connection, Object id, String slug, String name) throws SQLException {
        if (TenantDirectory.isText(type)) {
            refuseAmbiguous(connection, id, slug);
        }
        return query(
                        connection,
                        "insert into " + table() + " (id, slug, name) values (?, ?, ?) returning " + COLUMNS,
                        id,
                        slug,
                        name)
                .get(0);
    }

    /** Texts are identifiers and slugs alike; the lock keeps others from adding one in between, and nobody from reading. */
    private void refuseAmbiguous(Connection connection, Object id, String slug) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("lock table " + table() + " in share row exclusive mode")) {
            lock.execute();
        }
        if (!query(connection, "select " + COLUMNS + " from " + table() + " where id = ? or slug = ?", slug, id)
                .isEmpty()) {
            throw new DuplicateTenantException(
                    owner
                            + ": the tenant was not created, because the identifier of another is this"
                            + " slug, or the slug of another this identifier, and a text could name both; choose others",
                    null);
        }
    }

    Tenant rename(Connection connection, Object id, String name) throws SQLException {
        return one(connection, "update " + table() + " set name = ? where id = ? returning " + COLUMNS, name, id)
                .orElseThrow(() -> unknown(id));
    }

    Tenant setStatus(Connection connection, Object id, TenantStatus status) throws SQLException {
        return one(
                        connection,
                        "update " + table() + " set status = ? where id = ? returning " + COLUMNS,
                        status.name().toLowerCase(Locale.ROOT),
                        id)
                .orElseThrow(() -> unknown(id));
    }

    Tenant delete(Connection connection, Object id) throws SQLException {
        return one(connection, "delete from " + table() + " where id = ? returning " + COLUMNS, id)
                .orElseThrow(() -> unknown(id));
    }

    UnknownTenantException unknown(Object id) {
        return new UnknownTenantException(owner + ": there is no tenant"
                + TenantDirectory.printable(id) + " in the table "
                + directory.configuration().tenants().sqlName()
                + "; find out where the identifier comes from,"
                + " or create the tenant first");
    }

    long countActive(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("select count(*) from " + table() + " where status = 'active'");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Optional<Tenant> one(Connection connection, String sql, Object... values) throws SQLException {
        return query(connection, sql, values).stream().findFirst();
    }

    private List<Tenant> query(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<Tenant> tenants = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tenants.add(tenant(rows));
                }
            }
            return tenants;
        }
    }

    private Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                type.normalize(row.getString("id")),
                row.getString("slug"),
                row.getString("name"),
                row.getString("status").equals("active") ? TenantStatus.ACTIVE : TenantStatus.SUSPENDED,
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
