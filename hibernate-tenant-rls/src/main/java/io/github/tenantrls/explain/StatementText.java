// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import io.github.tenantrls.TenantRlsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One SQL statement as its tokens: names, parameters, and all else as it is. Immutable. */
final class StatementText {

    private static final Pattern TOKEN = Pattern.compile("""
            (?<comment>--[^\n]*|/\\*(?:[^*]|\\*(?!/))*+\\*/)
            |(?<literal>[eE]'(?:[^'\\\\]|\\\\.|'')*+'|(?:[uUbBxXnN]&?)?'(?:[^']|'')*+'|\\$(?<tag>[A-Za-z_]*)\\$(?s:.*?)\\$\\k<tag>\\$)
            |(?<parameter>\\$[0-9]{1,5}|(?<![:\\w]):[A-Za-z_]\\w*|(?<!\\?)\\?(?![?|&]))
            |(?<name>"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\p{N}_$]*)
            |(?<other>::|\\?\\?|\\s+|[0-9.]+|.)""".replace("\n|", "|"), Pattern.DOTALL);

    private static final Set<String> READING = Set.of("select", "with", "values", "table");

    private final List<Token> tokens;

    private StatementText(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads a statement.
     *
     * @throws TenantRlsException if it is none, or several: each but the first would be run
     */
    static StatementText parse(String sql) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(sql.strip().replaceFirst(";\\s*$", ""));
        while (matcher.find()) {
            tokens.add(new Token(kind(matcher), matcher.group()));
        }
        if (tokens.stream().anyMatch(token -> token.text().equals(";") && token.kind() == Kind.OTHER)) {
            throw new TenantRlsException("The text is more than one statement, of which only one can be explained;"
                    + " give them one by one");
        }
        if (tokens.stream().noneMatch(token -> token.kind() == Kind.NAME)) {
            throw new TenantRlsException("There is no statement to explain; give an SQL statement");
        }
        return new StatementText(tokens);
    }

    private static Kind kind(Matcher matcher) {
        if (matcher.group("name") != null) {
            return Kind.NAME;
        }
        return matcher.group("parameter") != null
                ? Kind.PARAMETER
                : matcher.group("other") != null ? Kind.OTHER : Kind.FIXED;
    }

    /** Whether it only reads, as far as its first word tells. */
    boolean reads() {
        return tokens.stream()
                .filter(token -> token.kind() == Kind.NAME)
                .findFirst()
                .map(token -> READING.contains(token.text().toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    /** All names in it, as the catalog has them. */
    Set<String> names() {
        return tokens.stream()
                .filter(token -> token.kind() == Kind.NAME)
                .map(Token::name)
                .collect(Collectors.toSet());
    }

    /** What its parameters are called, in their order: numbers, or names; one may come more than once. */
    List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        int questions = 0;
        for (Token token : tokens) {
            if (token.kind() == Kind.PARAMETER) {
                parameters.add(
                        token.text().equals("?")
                                ? String.valueOf(++questions)
                                : token.text().substring(1));
            }
        }
        return parameters;
    }

    /** With all parameters as {@code ?}, for JDBC. */
    String forJdbc() {
        return text(position -> "?", "??");
    }

    /** With all parameters as {@code $1}, for a plan that suits all values; equal ones have equal numbers. */
    String generic() {
        List<String> distinct = parameters().stream().distinct().toList();
        List<String> all = parameters();
        return text(position -> "$" + (distinct.indexOf(all.get(position)) + 1), "?");
    }

    private String text(IntFunction<String> parameter, String questionMark) {
        StringBuilder sql = new StringBuilder();
        int position = 0;
        for (Token token : tokens) {
            if (token.kind() == Kind.PARAMETER) {
                sql.append(parameter.apply(position++));
            } else {
                sql.append(token.text().equals("??") ? questionMark : token.text());
            }
        }
        return sql.toString();
    }

    /** Without the schema in front of a table's name. */
    StatementText unqualified(@Nullable String schema, String table) {
        List<Integer> code = IntStream.range(0, tokens.size())
                .filter(i -> !tokens.get(i).text().isBlank())
                .boxed()
                .toList();
        List<Token> left = new ArrayList<>(tokens);
        for (int i = code.size() - 3; i >= 0; i--) {
            if (tokens.get(code.get(i)).is(schema)
                    && tokens.get(code.get(i + 1)).text().equals(".")
                    && tokens.get(code.get(i + 2)).is(table)
                    && (i == 0 || !tokens.get(code.get(i - 1)).text().equals("."))) {
                left.subList(code.get(i), code.get(i + 1) + 1).clear();
            }
        }
        return new StatementText(left);
    }

    private enum Kind {
        NAME,
        PARAMETER,
        FIXED,
        OTHER
    }

    private record Token(Kind kind, String text) {

        String name() {
            return text.startsWith("\"")
                    ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                    : text.toLowerCase(Locale.ROOT);
        }

        boolean is(@Nullable String catalogName) {
            return kind == Kind.NAME && name().equals(catalogName);
        }
    }
}
