// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog or a mapping tells of a table. Immutable.
 *
 * @param name its name
 * @param columns its columns and their SQL types
 * @param required the columns that are never null
 * @param primaryKey the columns of its primary key
 * @param keys its foreign keys
 * @param scope whose its rows are, where the mapping says it
 * @param reason how it says it
 */
record KnownTable(
        TableName name,
        Map<String, String> columns,
        Set<String> required,
        List<String> primaryKey,
        List<Link> keys,
        @Nullable TableScope scope,
        String reason) {

    KnownTable {
        columns = Map.copyOf(columns);
        required = Set.copyOf(required);
        primaryKey = List.copyOf(primaryKey);
        keys = List.copyOf(keys);
    }

    /**
     * A foreign key.
     *
     * @param columns its columns
     * @param other the table that it refers to
     */
    record Link(List<String> columns, TableName other) {
        Link {
            columns = List.copyOf(columns);
        }
    }

    /** Whether its rows do nothing but connect rows of others. */
    boolean isJoinTable() {
        return keys.size() > 1
                && !primaryKey.isEmpty()
                && primaryKey.stream()
                        .allMatch(column ->
                                keys.stream().anyMatch(key -> key.columns().contains(column)));
    }
}
