// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.tenants;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.SqlName;
import io.github.tenantrls.internal.TenantsTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The name of the table of the tenants with its schema, so that no temporary table comes before it: whoever can run SQL of
 * his own could make one, in which all tenants are active. Thread-safe.
 */
final class TenantsTableName {

    /** As the server itself would look it up, but for what is temporary. */
    private static final String SCHEMA = "select n.nspname from pg_catalog.pg_class c"
            + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
            + " where c.relname = cast(? as pg_catalog.name) and c.relpersistence <> 't'"
            + " and n.nspname = any (pg_catalog.current_schemas(true))"
            + " order by pg_catalog.array_position(pg_catalog.current_schemas(true), n.nspname) limit 1";

    /** "undefined_table", as if the server had said it. */
    private static final String UNDEFINED = "42P01";

    private final TenantsTable table;
    private final UnitConnections connections;
    private volatile @Nullable String known;

    TenantsTableName(TenantsTable table, UnitConnections connections) {
        this.table = table;
        this.connections = connections;
        known = table.schema() == null ? null : table.sqlName();
    }

    /**
     * The name, each part quoted; looked up once where the settings name no schema.
     *
     * @throws SQLException if the table is not there yet, or the database does not answer: then it is looked up again
     */
    String get() throws SQLException {
        String name = known;
        if (name == null) {
            name = SqlName.quote(connections.read(this::schema)) + "." + table.sqlName();
            known = name;
        }
        return name;
    }

    private String schema(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SCHEMA)) {
            select.setString(1, table.name());
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException(
                            "relation " + table.sqlName() + " is in no schema of the application's search path,"
                                    + " temporary ones aside; create it, or name its schema too in "
                                    + TenantRlsSettings.TENANTS_TABLE,
                            UNDEFINED);
                }
                return rows.getString(1);
            }
        }
    }
}
