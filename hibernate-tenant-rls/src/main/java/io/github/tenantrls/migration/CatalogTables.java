// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.migration.KnownTable.Link;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the tables of schemas from the catalog: plain and partitioned ones, without partitions and what extensions own. */
final class CatalogTables {

    /** One row for each column. */
    private static final String COLUMNS = """
            select n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
                   coalesce(pg_catalog.array_position(k.conkey, a.attnum), 0)
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
              left join pg_catalog.pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
             where n.nspname = any (?) and c.relkind in ('r', 'p') and not c.relispartition
               and c.relpersistence <> 't'
               and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                 and d.objid = c.oid and d.deptype = 'e')
             order by 1, 2, 6, a.attnum""";

    private static final String KEYS = """
            select n.nspname, c.relname, rn.nspname, r.relname,
                   array(select a.attname::pg_catalog.text from pg_catalog.unnest(k.conkey) with ordinality as p (number, place)
                     join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.number order by p.place)
              from pg_catalog.pg_constraint k
              join pg_catalog.pg_class c on c.oid = k.conrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_class r on r.oid = k.confrelid
              join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
             where k.contype = 'f' and k.conparentid = 0 and n.nspname = any (?)
             order by 1, 2, k.conname""";

    private final Map<TableName, Map<String, String>> columns = new HashMap<>();
    private final Map<TableName, Set<String>> required = new HashMap<>();
    private final Map<TableName, List<String>> primaryKeys = new HashMap<>();
    private final Map<TableName, List<Link>> keys = new HashMap<>();

    private CatalogTables() {}

    static List<KnownTable> read(Connection connection, List<String> schemas) throws SQLException {
        CatalogTables tables = new CatalogTables();
        Array names = connection.createArrayOf("text", schemas.toArray());
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setArray(1, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.addColumn(rows);
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
            statement.setArray(1, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.addKey(rows);
                }
            }
        }
        return tables.all();
    }

    private void addColumn(ResultSet row) throws SQLException {
        TableName table = new TableName(row.getString(1), row.getString(2));
        Map<String, String> ofTable = columns.computeIfAbsent(table, added -> new HashMap<>());
        String column = row.getString(3);
        if (column != null) { // a table can have none
            ofTable.put(column, row.getString(4));
            if (row.getBoolean(5)) {
                required.computeIfAbsent(table, added -> new HashSet<>()).add(column);
            }
            if (row.getInt(6) > 0) {
                primaryKeys.computeIfAbsent(table, added -> new ArrayList<>()).add(column);
            }
        }
    }

    private void addKey(ResultSet row) throws SQLException {
        keys.computeIfAbsent(new TableName(row.getString(1), row.getString(2)), added -> new ArrayList<>())
                .add(new Link(
                        List.of((String[]) row.getArray(5).getArray()),
                        new TableName(row.getString(3), row.getString(4))));
    }

    private List<KnownTable> all() {
        return columns.entrySet().stream()
                .map(entry -> new KnownTable(
                        entry.getKey(),
                        entry.getValue(),
                        required.getOrDefault(entry.getKey(), Set.of()),
                        primaryKeys.getOrDefault(entry.getKey(), List.of()),
                        keys.getOrDefault(entry.getKey(), List.of()),
                        null,
                        ""))
                .toList();
    }
}
