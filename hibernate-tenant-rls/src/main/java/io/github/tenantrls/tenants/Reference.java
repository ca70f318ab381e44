// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.internal.SqlName;
import io.github.tenantrls.schema.TenantTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key from one table of tenants' rows to another, or to itself.
 *
 * @param from the table that refers
 * @param to the table that it refers to
 * @param columns its columns
 * @param referred the columns that they refer to, in the same order
 */
record Reference(TenantTable from, TenantTable to, List<String> columns, List<String> referred) {

    /** The condition that nothing refers to a row by this key but the row itself. */
    String unused(String alias) {
        String same = IntStream.range(0, columns.size())
                .mapToObj(i ->
                        "r." + SqlName.quote(columns.get(i)) + " = " + alias + "." + SqlName.quote(referred.get(i)))
                .collect(Collectors.joining(" and "));
        return "not exists (select from " + from.sqlName() + " r where " + same + " and (r.tableoid, r.ctid) <> ("
                + alias + ".tableoid, " + alias + ".ctid))";
    }
}
