// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.TenantRlsException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the foreign keys by which rows refer to the rows whose tenant is theirs. */
final class ViaKeys {

    private static final String KEYS = """
            select k.confrelid::pg_catalog.text,
                   array(select a.attname::pg_catalog.text
                           from pg_catalog.unnest(k.conkey) with ordinality as c (attnum, place)
                           join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.attnum order by place),
                   array(select a.attname::pg_catalog.text
                           from pg_catalog.unnest(k.confkey) with ordinality as c (attnum, place)
                           join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = c.attnum order by place)
              from pg_catalog.pg_constraint k
             where k.contype = 'f' and k.conrelid = ?::pg_catalog.oid and k.conparentid = 0
               and exists (select from pg_catalog.pg_attribute a
                            where a.attrelid = k.conrelid and a.attname = ? and a.attnum = any (k.conkey))
             order by pg_catalog.cardinality(k.conkey), k.conname""";

    private final PlanCatalog catalog;
    private final List<TableState> tables;

    ViaKeys(PlanCatalog catalog, List<TableState> tables) {
        this.catalog = catalog;
        this.tables = tables;
    }

    /** The tenant of the row that a row refers to. */
    Fill fill(TableState table, FillSource.Via via) throws SQLException {
        Key key = key(table, via);
        TableState parent = key.parent();
        List<Integer> pairs = IntStream.range(0, key.own().size())
                .filter(i -> !key.own().get(i).equals(table.table().column()))
                .boxed()
                .toList();
        String condition = pairs.stream()
                .map(i -> "p." + quote(key.other().get(i)) + " = t."
                        + quote(key.own().get(i)))
                .collect(Collectors.joining(" and "));
        String value = "(select p." + quote(parent.table().column()) + " from " + parent.sqlName() + " as p where "
                + condition + ")";
        return new Fill(value, false, pairs.stream().map(i -> key.own().get(i)).toList(), List.of(parent));
    }

    /** The table that a row's tenant is read from. */
    TableState parent(TableState table, FillSource.Via via) throws SQLException {
        return key(table, via).parent();
    }

    private Key key(TableState table, FillSource.Via via) throws SQLException {
        return catalog
                .list(
                        KEYS,
                        row -> new Key(scoped(row.getString(1)), PlanCatalog.texts(row, 2), PlanCatalog.texts(row, 3)),
                        table.oid(),
                        via.column())
                .stream()
                .filter(key -> key.referenced() != null)
                .findFirst()
                .orElseThrow(() -> new TenantRlsException("table." + table.subject() + ".fill is " + via.text()
                        + ", but no foreign key of the column " + via.column() + " refers to a table of "
                        + IsolationConfig.SCOPED + "; name a column of such a key, or give " + "tenant:<identifier> or"
                        + " sql:<expression>"));
    }

    private @org.jspecify.annotations.Nullable TableState scoped(String oid) {
        return tables.stream()
                .filter(table -> table.oid().equals(oid))
                .findFirst()
                .orElse(null);
    }

    private record Key(@org.jspecify.annotations.Nullable TableState referenced, List<String> own, List<String> other) {

        TableState parent() {
            return java.util.Objects.requireNonNull(referenced);
        }
    }
}
