// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.util.List;
import java.util.Map;

/**
 * How a plan reads one table at one place. Immutable.
 *
 * @param schema the schema of the table, or of the partition that is read
 * @param table its name
 * @param alias what the conditions call it
 * @param indexes the indexes that it is read by, each with the condition that it serves
 * @param filter the condition that is evaluated for each row, empty if there is none
 */
record Scan(String schema, String table, String alias, Map<String, String> indexes, String filter) {

    Scan {
        indexes = Map.copyOf(indexes);
    }

    String displayName() {
        return schema + "." + table;
    }

    /** A condition as an index of the table would have it, without the name of the table. */
    String plain(String condition) {
        return condition.replace(Sql.plain(alias) + ".", "");
    }

    /** The conditions that are evaluated for each row. */
    List<Condition> filters() {
        return filter.isEmpty() ? List.of() : new Condition(filter).conjuncts();
    }
}
