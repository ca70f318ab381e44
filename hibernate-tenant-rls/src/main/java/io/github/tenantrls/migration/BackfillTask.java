// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.schema.TenantTable;
import java.util.List;

/**
 * Rows of a table whose tenant column is to be filled where it is null. Immutable.
 *
 * @param table the table, with its schema
 * @param keys the columns of its primary key, as the catalog holds them; empty where there is none, and the place of a row
 *     ({@code ctid}) takes its place
 * @param value the SQL expression of a row's tenant, over the columns of the row, whose alias is {@code t}
 */
public record BackfillTask(TenantTable table, List<String> keys, String value) {

    /**
     * Creates a task.
     *
     * @param table the table
     * @param keys the columns of its primary key
     * @param value the SQL expression of a row's tenant
     */
    public BackfillTask {
        keys = List.copyOf(keys);
    }
}
