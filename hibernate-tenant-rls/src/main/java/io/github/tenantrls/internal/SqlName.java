// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Names between their form in SQL text and their form in the catalog of PostgreSQL; the only place that quotes. */
public final class SqlName {

    /** Longer names are cut by the server (NAMEDATALEN - 1), with a notice where they stand in a statement. */
    private static final int MAX_BYTES = 63;

    private SqlName() {}

    /**
     * A name of the catalog as an identifier in SQL; quoted always, since the list of reserved words grows.
     *
     * @param name a name as it stands in the catalog
     */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * A text as a literal in SQL, for servers with {@code standard_conforming_strings} on, their default.
     *
     * @param text any text without NUL
     */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /**
     * The names that a qualified name in SQL text stands for, as the server would read it: unquoted parts in lower
     * case, quoted ones without their quotes, each cut to the length of a name.
     *
     * @param sql for example {@code mydb."Sales".orders}
     * @return for example {@code mydb}, {@code Sales}, {@code orders}
     * @throws IllegalArgumentException if it is not a qualified name
     */
    public static List<String> parse(String sql) {
        List<String> names = new ArrayList<>();
        int position = 0;
        while (true) {
            int end = sql.startsWith("\"", position) ? endOfQuoted(sql, position) : endOfPlain(sql, position);
            names.add(cut(read(sql.substring(position, end))));
            if (end == sql.length()) {
                return names;
            }
            if (sql.charAt(end) != '.') {
                throw new IllegalArgumentException("not a qualified name");
            }
            position = end + 1;
        }
    }

    private static int endOfQuoted(String sql, int start) {
        int position = start + 1;
        while (true) {
            int quote = sql.indexOf('"', position);
            boolean doubled = sql.startsWith("\"", quote + 1);
            if (quote < 0 || (quote == start + 1 && !doubled)) {
                throw new IllegalArgumentException("a quoted name that does not end, or is empty");
            }
            if (!doubled) {
                return quote + 1;
            }
            position = quote + 2;
        }
    }

    private static int endOfPlain(String sql, int start) {
        int dot = sql.indexOf('.', start);
        int end = dot < 0 ? sql.length() : dot;
        if (end == start || sql.substring(start, end).indexOf('"') >= 0) {
            throw new IllegalArgumentException("an empty name, or one with a quote within");
        }
        return end;
    }

    private static String read(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : lowerCase(part);
    }

    /** As the server folds in a multi-byte encoding: ASCII letters only. */
    private static String lowerCase(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }

    private static String cut(String name) {
        String kept = name;
        while (kept.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }
}
