// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.internal.SqlName;
import java.util.List;

/**
 * The name of a table. Immutable.
 *
 * @param schema its schema, as the catalog holds it
 * @param name its name there
 */
record TableName(String schema, String name) implements Comparable<TableName> {

    private static final String PLAIN = "[a-z_][a-z0-9_]*";

    /**
     * Reads a name as in SQL.
     *
     * @throws IllegalArgumentException if it is none
     */
    static TableName parse(String sql, String defaultSchema) {
        List<String> parts = SqlName.parse(sql);
        return switch (parts.size()) {
            case 1 -> new TableName(defaultSchema, parts.get(0));
            case 2 -> new TableName(parts.get(0), parts.get(1));
            case 3 -> new TableName(parts.get(1), parts.get(2)); // with the name of the database
            default -> throw new IllegalArgumentException("too many parts");
        };
    }

    /** As a person would write it in SQL: quoted only where the name is not plain. */
    String written() {
        return written(schema) + "." + written(name);
    }

    private static String written(String part) {
        return part.matches(PLAIN) ? part : SqlName.quote(part);
    }

    @Override
    public int compareTo(TableName other) {
        return written().compareTo(other.written());
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
