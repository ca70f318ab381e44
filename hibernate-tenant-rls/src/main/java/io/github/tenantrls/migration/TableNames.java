// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Finds tables by what a person wrote. */
final class TableNames {

    private TableNames() {}

    /**
     * The table that a name is of.
     *
     * @param sql a name as in SQL
     * @param defaultSchema the schema of names without one
     * @param known all there are
     * @throws TenantRlsException if there is none, with the names that are near
     */
    static TableName require(String sql, String defaultSchema, Collection<TableName> known) {
        TableName name;
        try {
            name = TableName.parse(sql.trim(), defaultSchema);
        } catch (IllegalArgumentException e) {
            throw new TenantRlsException(
                    "The name of a table cannot be read; write it as in SQL, such as public.project", e);
        }
        if (!known.contains(name)) {
            throw new TenantRlsException("There is no table " + name + near(name, known)
                    + "; write names as in SQL, with the schema, and in quotes if they are not in lower case");
        }
        return name;
    }

    /** What differs in case, schema or an s at the end. */
    private static String near(TableName wanted, Collection<TableName> known) {
        List<String> near = known.stream()
                .filter(name -> plain(name).equals(plain(wanted)))
                .map(TableName::written)
                .sorted()
                .toList();
        return near.isEmpty() ? "" : ", but there is " + near.stream().limit(5).collect(Collectors.joining(", "));
    }

    private static String plain(TableName name) {
        return name.name().toLowerCase(java.util.Locale.ROOT).replaceAll("s$|[^a-z0-9]", "");
    }
}
