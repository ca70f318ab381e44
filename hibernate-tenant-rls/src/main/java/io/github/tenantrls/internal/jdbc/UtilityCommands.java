// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.util.Locale;
import java.util.Set;

/**
 * The closed list of commands that pass without a tenant: they touch no row of a table, and most of them must be the
 * first or the only one of their transaction. Everything else is bound.
 */
final class UtilityCommands {

    private static final Set<String> BY_FIRST_WORD = Set.of(
            "abort",
            "begin",
            "checkpoint",
            "commit",
            "discard",
            "end",
            "listen",
            "release",
            "reset",
            "rollback",
            "savepoint",
            "set",
            "start",
            "unlisten",
            "vacuum");

    private static final Set<String> BY_TWO_WORDS =
            Set.of("alter system", "create database", "drop database", "prepare transaction");

    /** Runs deferred constraint triggers at once, and these may read tables. */
    private static final String SET_CONSTRAINTS = "set constraints";

    private UtilityCommands() {}

    /** The first two words, in lower case and with one space between; less where there are less. */
    static String firstTwoWords(String sql) {
        int start = skipBlanks(sql, 0);
        int end = wordEnd(sql, start);
        int second = skipBlanks(sql, end);
        String words = sql.substring(start, end) + ' ' + sql.substring(second, wordEnd(sql, second));
        return words.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the text is one command of the list; text of several commands never is. */
    static boolean contain(String sql) {
        int start = skipBlanks(sql, 0);
        int end = wordEnd(sql, start);
        if (end == start || end - start > "checkpoint".length() || severalCommands(sql)) {
            return false;
        }
        String first = sql.substring(start, end).toLowerCase(Locale.ROOT);
        String both = firstTwoWords(sql);
        return BY_TWO_WORDS.contains(both) || BY_FIRST_WORD.contains(first) && !both.equals(SET_CONSTRAINTS);
    }

    /**
     * Whether the text may hold more than one command: a semicolon anywhere but at the end, be it in a literal. Errs on
     * the side of "yes", which only costs a round trip.
     */
    static boolean severalCommands(String sql) {
        int semicolon = sql.indexOf(';');
        return semicolon >= 0 && !sql.substring(semicolon + 1).isBlank();
    }

    private static int wordEnd(String sql, int start) {
        int end = start;
        while (end < sql.length() && isLetter(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Skips white space and comments; those of PostgreSQL nest. */
    static int skipBlanks(String sql, int from) {
        int at = from;
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("--", at)) {
                at = lineEnd(sql, at);
            } else if (sql.startsWith("/*", at)) {
                at = commentEnd(sql, at);
            } else {
                break;
            }
        }
        return at;
    }

    /** The server takes either character for the end of a line. */
    private static int lineEnd(String sql, int from) {
        int at = from;
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    private static int commentEnd(String sql, int from) {
        int depth = 0;
        int at = from;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        return at;
    }
}
