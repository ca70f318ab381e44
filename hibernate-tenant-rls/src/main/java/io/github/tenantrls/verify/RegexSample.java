// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.Optional;

/**
 * Makes up a text that a regular expression matches: literals, classes, groups, alternatives and repetitions; where it
 * is more than that, there is none or a wrong one. Not thread-safe.
 */
final class RegexSample {

    private static final String MEMBERS = "a1A-_ .#";
    private static final int MAX_REPEATS = 1000;

    private final String regex;
    private int position;

    private RegexSample(String regex) {
        this.regex = regex;
    }

    static Optional<String> of(String regex) {
        try {
            RegexSample sample = new RegexSample(regex);
            String text = sample.alternatives();
            return sample.atEnd() ? Optional.of(text) : Optional.empty();
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty(); // no regular expression of ours: there is no sample then
        }
    }

    /** The first of them; the others are read over. */
    private String alternatives() {
        String first = sequence();
        while (!atEnd() && peek() == '|') {
            position++;
            sequence();
        }
        return first;
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (!atEnd() && peek() != '|' && peek() != ')') {
            String atom = atom();
            text.append(atom.repeat(Math.min(repeats(), MAX_REPEATS)));
        }
        return text.toString();
    }

    private String atom() {
        char c = next();
        return switch (c) {
            case '^', '$' -> "";
            case '.' -> "a";
            case '(' -> group();
            case '[' -> String.valueOf(member());
            case '\\' -> escaped(next());
            default -> String.valueOf(c);
        };
    }

    private String group() {
        if (regex.startsWith("?:", position)) {
            position += 2;
        }
        String text = alternatives();
        next();
        return text;
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'd' -> "1";
            case 'w', 'S', 'D' -> "a";
            case 's', 'W' -> " ";
            case 'm', 'M', 'y', 'A', 'Z' -> ""; // borders of words and of the text
            default -> String.valueOf(c);
        };
    }

    /** How often the last atom is to stand there at least. */
    private int repeats() {
        int times = atEnd() ? 1 : counted();
        if (!atEnd() && peek() == '?') {
            position++;
        }
        return times;
    }

    private int counted() {
        switch (peek()) {
            case '*', '?' -> {
                position++;
                return 0;
            }
            case '+' -> {
                position++;
                return 1;
            }
            case '{' -> {
                int end = regex.indexOf('}', position);
                String bounds = regex.substring(position + 1, end);
                position = end + 1;
                return Integer.parseInt(bounds.split(",", 2)[0]);
            }
            default -> {
                return 1;
            }
        }
    }

    private char member() {
        boolean negated = peek() == '^';
        if (negated) {
            position++;
        }
        StringBuilder members = new StringBuilder();
        do {
            addMembers(members);
        } while (peek() != ']');
        position++;
        return negated ? outside(members) : members.charAt(0);
    }

    private void addMembers(StringBuilder members) {
        char from = next();
        if (from == '[' && peek() == ':') {
            int end = regex.indexOf(":]", position);
            members.append(named(regex.substring(position + 1, end)));
            position = end + 2;
        } else if (from == '\\') {
            members.append(escaped(next()));
        } else if (peek() == '-' && regex.charAt(position + 1) != ']') {
            position++;
            char to = next();
            for (char c = from; c <= to && members.length() < MAX_REPEATS; c++) {
                members.append(c);
            }
        } else {
            members.append(from);
        }
    }

    private static String named(String name) {
        return switch (name) {
            case "digit", "xdigit" -> "0123456789";
            case "upper" -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
            case "punct" -> ".-_#";
            case "space", "blank" -> " ";
            default -> "abcdefghijklmnopqrstuvwxyz";
        };
    }

    private static char outside(CharSequence members) {
        return (char) MEMBERS.chars()
                .filter(c -> members.chars().noneMatch(member -> member == c))
                .findFirst()
                .orElse('~');
    }

    private boolean atEnd() {
        return position >= regex.length();
    }

    private char peek() {
        return regex.charAt(position);
    }

    private char next() {
        return regex.charAt(position++);
    }
}
