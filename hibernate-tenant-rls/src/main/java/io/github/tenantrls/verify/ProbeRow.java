// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A row to be inserted. Immutable.
 *
 * @param table where to
 * @param values the columns that are given a value, null included; the others are left to the server
 */
record ProbeRow(ProbeTable table, Map<String, @Nullable String> values) {

    String insert() {
        if (values.isEmpty()) {
            return "insert into " + table.sqlName() + " default values";
        }
        List<ProbeColumn> columns = columns();
        return "insert into " + table.sqlName()
                + columns.stream().map(ProbeColumn::sqlName).collect(Collectors.joining(", ", " (", ")"))
                + (columns.stream().anyMatch(ProbeColumn::identity) ? " overriding system value" : "")
                + columns.stream()
                        .map(column -> "cast(? as " + column.type() + ")")
                        .collect(Collectors.joining(", ", " values (", ")"));
    }

    String insertReturning(List<String> wanted) {
        return insert()
                + wanted.stream()
                        .map(name -> SqlName.quote(name) + "::pg_catalog.text")
                        .collect(Collectors.joining(", ", " returning ", ""));
    }

    List<@Nullable String> parameters() {
        return new ArrayList<>(values.values());
    }

    private List<ProbeColumn> columns() {
        return values.keySet().stream().map(table::column).toList();
    }
}
