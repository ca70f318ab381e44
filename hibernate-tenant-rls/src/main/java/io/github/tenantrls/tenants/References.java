// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.schema.TenantTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the foreign keys between tables from the catalog; those of partitions as the partitioned table's. */
final class References {

    private static final String TABLES =
            "select n, pg_catalog.to_regclass(name)::pg_catalog.oid from pg_catalog.unnest(?) with ordinality t(name, n)";

    private static final String KEYS = "select conrelid, pg_catalog.pg_partition_root(conrelid)::pg_catalog.oid,"
            + " confrelid, pg_catalog.pg_partition_root(confrelid)::pg_catalog.oid, "
            + names("conrelid", "conkey") + ", " + names("confrelid", "confkey")
            + " from pg_catalog.pg_constraint where contype = 'f' and conparentid = 0";

    private final String owner;
    private final Map<Long, TenantTable> byOid = new HashMap<>();

    private References(String owner) {
        this.owner = owner;
    }

    static List<Reference> read(Connection connection, String owner, List<TenantTable> tables) throws SQLException {
        References references = new References(owner);
        references.find(connection, tables);
        return references.between(connection);
    }

    private void find(Connection connection, List<TenantTable> tables) throws SQLException {
        Array names = connection.createArrayOf(
                "text", tables.stream().map(TenantTable::sqlName).toArray());
        try (PreparedStatement select = connection.prepareStatement(TABLES)) {
            select.setArray(1, names);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    TenantTable table = tables.get(rows.getInt(1) - 1);
                    long oid = rows.getLong(2);
                    if (rows.wasNull()) {
                        throw missing(table);
                    }
                    byOid.put(oid, table);
                }
            }
        }
    }

    private TenantRlsException missing(TenantTable table) {
        return new TenantRlsException(owner
                + ": the rows of the tenant cannot be deleted, because the" + " system sees no table "
                + table.displayName() + "; create it, or have its search path lead there");
    }

    private List<Reference> between(Connection connection) throws SQLException {
        List<Reference> references = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(KEYS)) {
            while (rows.next()) {
                TenantTable from = byOid.getOrDefault(rows.getLong(1), byOid.get(rows.getLong(2)));
                TenantTable to = byOid.getOrDefault(rows.getLong(3), byOid.get(rows.getLong(4)));
                if (from != null && to != null) {
                    references.add(new Reference(from, to, strings(rows, 5), strings(rows, 6)));
                }
            }
        }
        return references;
    }

    private static List<String> strings(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static String names(String table, String key) {
        return "array(select attname::pg_catalog.text from pg_catalog.unnest(" + key + ") with ordinality k(num, n)"
                + " join pg_catalog.pg_attribute on attrelid = " + table + " and attnum = num order by n)";
    }
}
