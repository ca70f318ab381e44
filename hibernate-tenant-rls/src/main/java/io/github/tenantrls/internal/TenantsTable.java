// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the tenants are, and how long what was read there is remembered. Immutable.
 *
 * @param table the name of the table as a developer wrote it
 * @param exported whether the schema export makes it
 * @param cacheSize how many identifiers and slugs are remembered, 0 for none
 * @param cacheTtl how long they are
 */
public record TenantsTable(String table, boolean exported, int cacheSize, Duration cacheTtl) {

    /** Whether it is the name of a table, with a schema or without. */
    static boolean isName(String table) {
        try {
            return table.indexOf('\0') < 0 && SqlName.parse(table).size() <= 2;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The schema, or {@code null} if the search path decides. */
    public @Nullable String schema() {
        List<String> names = SqlName.parse(table);
        return names.size() > 1 ? names.get(0) : null;
    }

    /** The table's name without the schema, as it stands in the catalog. */
    public String name() {
        List<String> names = SqlName.parse(table);
        return names.get(names.size() - 1);
    }

    /** The table's name in SQL, each part quoted. */
    public String sqlName() {
        return SqlName.parse(table).stream().map(SqlName::quote).collect(Collectors.joining("."));
    }
}
