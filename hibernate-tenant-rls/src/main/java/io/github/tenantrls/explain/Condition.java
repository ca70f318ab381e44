// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition as a plan shows it, with parentheses around each operator. Immutable. */
record Condition(String text) {

    private static final Pattern OPERATOR =
            Pattern.compile("OPERATOR\\([^)]*?([-+*/<>=~!@#%^&|`?]+)\\)|[-+*/<>=~!@#%^&|`?]+");
    private static final Pattern CALL = Pattern.compile("([A-Za-z_][\\w$]*)\\(");
    private static final List<String> NO_FUNCTIONS = List.of(
            "any",
            "all",
            "row",
            "nullif",
            "coalesce",
            "greatest",
            "least",
            "and",
            "or",
            "not",
            "in",
            "exists",
            "array");

    /** The parts that must all hold. */
    List<Condition> conjuncts() {
        return split(stripped(), " AND ");
    }

    /** The comparisons in it, however deep in {@code and}, {@code or} and {@code not}. */
    List<Comparison> comparisons() {
        String bare = stripped();
        for (String word : List.of(" AND ", " OR ")) {
            List<Condition> parts = split(bare, word);
            if (parts.size() > 1) {
                return parts.stream()
                        .flatMap(part -> part.comparisons().stream())
                        .toList();
            }
        }
        return bare.startsWith("NOT ") ? new Condition(bare.substring(4)).comparisons() : comparison(bare);
    }

    private static List<Comparison> comparison(String bare) {
        int[] levels = levels(bare);
        Matcher operator = OPERATOR.matcher(bare);
        while (operator.find()) {
            if (levels[operator.start()] == 0 && operator.start() > 0 && operator.end() < bare.length()) {
                String symbol = operator.group(1) == null ? operator.group() : operator.group(1);
                return List.of(new Comparison(
                        bare.substring(0, operator.start()).strip(),
                        symbol,
                        bare.substring(operator.end()).strip()));
            }
        }
        return List.of();
    }

    /** The functions that it calls, by name, each with its first argument. */
    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        int[] levels = levels(text);
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            if (levels[call.start()] >= 0
                    && !NO_FUNCTIONS.contains(call.group(1).toLowerCase(Locale.ROOT))) {
                calls.add(new Call(call.group(1), firstArgument(levels, call.end())));
            }
        }
        return calls;
    }

    private String firstArgument(int[] levels, int from) {
        int outside = levels[from - 1];
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == ',' && levels[i] == outside + 1) || (c == ')' && levels[i] == outside)) {
                return text.substring(from, i);
            }
        }
        return text.substring(from);
    }

    /** Without parentheses around all of it. */
    private String stripped() {
        String bare = text.strip();
        while (bare.startsWith("(") && closing(bare) == bare.length() - 1) {
            bare = bare.substring(1, bare.length() - 1).strip();
        }
        return bare;
    }

    /** Where the parenthesis ends that the text begins with. */
    private static int closing(String text) {
        int[] levels = levels(text);
        for (int i = 1; i < text.length(); i++) {
            if (levels[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static List<Condition> split(String text, String word) {
        List<Condition> parts = new ArrayList<>();
        int[] levels = levels(text);
        int begin = 0;
        for (int i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + 1)) {
            if (levels[i] == 0) {
                parts.add(new Condition(text.substring(begin, i)));
                begin = i + word.length();
            }
        }
        parts.add(new Condition(text.substring(begin)));
        return parts;
    }

    /** How many parentheses each character is in, which do not count themselves; -1 within quotes. */
    private static int[] levels(String text) {
        int[] levels = new int[text.length()];
        char quote = 0;
        int level = 0;
        for (int i = 0; i < levels.length; i++) {
            char c = text.charAt(i);
            boolean inside = quote != 0;
            if (inside ? c == quote : c == '\'' || c == '"') {
                quote = inside ? 0 : c;
            }
            level -= !inside && c == ')' ? 1 : 0;
            levels[i] = inside ? -1 : level;
            level += !inside && c == '(' ? 1 : 0;
        }
        return levels;
    }

    /** Two sides and an operator. */
    record Comparison(String left, String operator, String right) {}

    /** A function and its first argument. */
    record Call(String function, String argument) {}
}
