// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads where the tables are that the role does not find; the catalog shows them to everybody. */
final class ElsewhereCatalog {

    private static final String NAMESAKES = """
            select w.position, n.nspname, pg_catalog.has_schema_privilege(n.oid, 'usage'),
                   pg_catalog.cardinality(w.parts) > 1 or pg_catalog.quote_ident(n.nspname) = any (
                     pg_catalog.regexp_split_to_array(pg_catalog.current_setting('search_path'), ',\\s*'))
              from %s
              join pg_catalog.pg_class c on c.relname = w.parts[pg_catalog.cardinality(w.parts)]
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where pg_catalog.to_regclass(w.name) is null
               and c.relkind in ('r', 'p', 'f', 'v', 'm')
               and (pg_catalog.cardinality(w.parts) = 1 or n.nspname = w.parts[pg_catalog.cardinality(w.parts) - 1])
               and not pg_catalog.pg_is_other_temp_schema(n.oid)
             order by n.nspname""".formatted(CatalogQuery.WANTED);

    private ElsewhereCatalog() {}

    /** The tables of the same names, by the number of the one that is not found. */
    static Map<Integer, List<Elsewhere>> read(CatalogQuery catalog) throws SQLException {
        Map<Integer, List<Elsewhere>> found = new HashMap<>();
        catalog.ofTables(
                NAMESAKES,
                row -> found.computeIfAbsent(row.getInt(1), position -> new ArrayList<>())
                        .add(new Elsewhere(row.getString(2), row.getBoolean(3), row.getBoolean(4))));
        return found;
    }
}
