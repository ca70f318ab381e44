// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A key that says something of one table. Immutable.
 *
 * @param key the whole of it
 * @param table the table's name, as it is written
 * @param what what it says something of
 * @param value what it says
 */
record TableKey(String key, String table, What what, String value) {

    private static final String PREFIX = "table.";

    /** What can be said of a table. */
    enum What {
        COLUMN(".column"),
        COLUMN_TYPE(".column_type"),
        FILL(".fill");

        private final String suffix;

        What(String suffix) {
            this.suffix = suffix;
        }
    }

    static boolean isOne(String key) {
        return of(key, "").isPresent();
    }

    static Optional<TableKey> of(String key, String value) {
        return Stream.of(What.values())
                .filter(what -> key.startsWith(PREFIX) && key.endsWith(what.suffix) && key.length() > length(what))
                .map(what -> new TableKey(
                        key, key.substring(PREFIX.length(), key.length() - what.suffix.length()), what, value.trim()))
                .findFirst();
    }

    private static int length(What what) {
        return PREFIX.length() + what.suffix.length();
    }
}
