// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.util.List;

/**
 * What fills the tenant column of a table. Immutable.
 *
 * @param value an SQL expression over the row, whose alias is {@code t}
 * @param constant whether it is the same for all rows
 * @param columns the columns that it depends on; empty if that is not known, or none
 * @param reads the tenant-scoped tables that it reads
 */
record Fill(String value, boolean constant, List<String> columns, List<TableState> reads) {

    Fill {
        columns = List.copyOf(columns);
        reads = List.copyOf(reads);
    }
}
