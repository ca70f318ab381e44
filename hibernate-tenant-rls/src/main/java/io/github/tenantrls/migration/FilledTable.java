// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of its own storage whose rows are to be filled: a table, or what is below it as partition or heir. Immutable.
 *
 * @param sql its name in SQL
 * @param keys the columns of its primary key, quoted, in their order; none if it has none
 * @param types their types
 * @param columnType the type of the tenant column, without its length: a cast to the length would cut
 * @param blocks how many blocks it has
 * @param rowsInBlock how many rows a block holds, about; if that is not known, as many as it can
 */
record FilledTable(String sql, List<String> keys, List<String> types, String columnType, long blocks, int rowsInBlock) {

    private static final String TABLES = """
            with recursive tree as (
              select ?::pg_catalog.regclass::pg_catalog.oid as oid
              union
              select i.inhrelid from tree join pg_catalog.pg_inherits i on i.inhparent = tree.oid)
            select pg_catalog.format('%I.%I', n.nspname, c.relname),
                   coalesce((select pg_catalog.format_type(a.atttypid, null) from pg_catalog.pg_attribute a
                              where a.attrelid = c.oid and a.attname = ?), 'text'),
                   pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::pg_catalog.int8,
                   case when c.reltuples > 0 and c.relpages > 0 then pg_catalog.ceil(c.reltuples / c.relpages) else 291 end,
                   array (
                     select pg_catalog.quote_ident(a.attname)
                       from pg_catalog.unnest(k.conkey) with ordinality as u (attnum, place)
                       join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum
                      order by u.place),
                   array (
                     select pg_catalog.format_type(a.atttypid, a.atttypmod)
                       from pg_catalog.unnest(k.conkey) with ordinality as u (attnum, place)
                       join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum
                      order by u.place)
              from tree
              join pg_catalog.pg_class c on c.oid = tree.oid and c.relkind = 'r'
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join (pg_catalog.pg_constraint k
                join pg_catalog.pg_class i on i.oid = k.conindid
                join pg_catalog.pg_am m on m.oid = i.relam and m.amname = 'btree')
                on k.conrelid = c.oid and k.contype = 'p'
             order by 1""";

    FilledTable {
        keys = List.copyOf(keys);
        types = List.copyOf(types);
    }

    /** The table of a task and what is below it. */
    static List<FilledTable> of(Connection connection, BackfillTask task) throws SQLException {
        List<FilledTable> tables = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(TABLES)) {
            query.setString(1, task.table().sqlName());
            query.setString(2, task.table().column());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    tables.add(new FilledTable(
                            rows.getString(1),
                            texts(rows, 5),
                            texts(rows, 6),
                            rows.getString(2),
                            rows.getLong(3),
                            rows.getInt(4)));
                }
            }
        }
        return tables;
    }

    private static List<String> texts(ResultSet rows, int column) throws SQLException {
        return List.of((String[]) rows.getArray(column).getArray());
    }
}
