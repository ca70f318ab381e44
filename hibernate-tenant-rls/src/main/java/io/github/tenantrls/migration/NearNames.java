// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
final class NearNames {

    private static final int SHOWN = 5;
    private static final int DISTANCE = 3;

    private static final String TABLES = """
            select n.nspname, c.relname
              from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname <> 'information_schema'
               and not pg_catalog.starts_with(n.nspname, 'pg_')
             order by n.nspname, c.relname""";

    private NearNames() {}

    /** Tables of nearly that name, in any schema, those of the same name first. */
    static List<String> of(PlanCatalog catalog, String name) throws SQLException {
        List<String[]> all = catalog.list(TABLES, row -> new String[] {row.getString(1), row.getString(2)});
        return all.stream()
                .filter(table -> distance(name, table[1]) < DISTANCE)
                .sorted((one, other) -> Integer.compare(distance(name, one[1]), distance(name, other[1])))
                .limit(SHOWN)
                .map(table -> table[0] + "." + table[1])
                .toList();
    }

    /** How many characters are to be added, removed or replaced; case does not count, nor does a plural. */
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            above = row(a.charAt(i - 1), i, b, above);
        }
        return above[b.length()];
    }

    private static int[] row(char c, int i, String b, int[] above) {
        int[] row = new int[b.length() + 1];
        row[0] = i;
        for (int j = 1; j <= b.length(); j++) {
            int replaced = above[j - 1] + (c == b.charAt(j - 1) ? 0 : 1);
            row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
        }
        return row;
    }
}
