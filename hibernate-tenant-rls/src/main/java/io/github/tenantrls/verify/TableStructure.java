// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one table. Immutable.
 *
 * @param column the tenant column, if there is one
 * @param uniques the unique indexes that do not contain it
 * @param keys the foreign keys to tables of tenants that do not compare it
 * @param children what can be reached of the table under another name, and foreign tables
 * @param largeObjects the columns that hold numbers of large objects
 */
record TableStructure(
        @Nullable ColumnFacts column,
        List<UniqueFacts> uniques,
        List<KeyFacts> keys,
        List<ChildFacts> children,
        List<String> largeObjects) {

    /** Of a table that the role cannot find. */
    static final TableStructure NONE = new TableStructure(null, List.of(), List.of(), List.of(), List.of());
}
