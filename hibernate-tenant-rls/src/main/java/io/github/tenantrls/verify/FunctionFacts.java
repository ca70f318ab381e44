// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A function that a policy calls: one that somebody made, or a volatile one of the server.
 *
 * @param name its name
 * @param signature its qualified name in SQL, with the types of its arguments
 * @param userMade whether it is none of the server's own
 * @param changing whether it is volatile
 * @param replaceable whether the role that asks could put another in its place
 * @param result the type that it returns
 * @param body its body, as far as that is SQL or PL/pgSQL
 */
record FunctionFacts(
        String name,
        String signature,
        boolean userMade,
        boolean changing,
        boolean replaceable,
        String result,
        SqlPhrase body) {

    private static final Set<String> READABLE = Set.of("sql", "plpgsql");
    private static final Set<String> CHANGES = Set.of(
            "insert", "update", "delete", "execute", "perform", "nextval", "set_config", "clock_timestamp", "random");
    /** What stands before parentheses and calls nothing of anybody's own. */
    private static final Set<String> NO_FUNCTIONS = Set.of(
            "select",
            "return",
            "values",
            "in",
            "and",
            "or",
            "not",
            "as",
            "if",
            "when",
            "then",
            "else",
            "where",
            "from",
            "cast",
            "coalesce",
            "nullif",
            "row",
            "exists",
            "any",
            "all",
            "char",
            "character",
            "varchar",
            "numeric");

    private static final Set<String> TEXTS = Set.of("text", "character varying", "name");

    /** From the columns of {@link PolicyCatalog}. */
    static FunctionFacts of(String[] columns) {
        return new FunctionFacts(
                columns[0],
                columns[1],
                Boolean.parseBoolean(columns[2]),
                columns[3].equals("v"),
                Boolean.parseBoolean(columns[4]),
                columns[6],
                SqlReader.read(READABLE.contains(columns[5]) ? columns[7] : ""));
    }

    Stream<SettingRead> settings() {
        return SettingRead.in(body);
    }

    /** Whether it reads no setting, but may have another function do so, or cannot be read. */
    boolean mayReadElsewhere() {
        return settings().findAny().isEmpty()
                && (body.terms().isEmpty()
                        || body.hasAnywhere("execute")
                        || body.everywhere().anyMatch(FunctionFacts::calls));
    }

    private static boolean calls(SqlPhrase phrase) {
        return IntStream.range(1, phrase.terms().size())
                .mapToObj(phrase::calledAt)
                .anyMatch(name -> !name.isEmpty() && !NO_FUNCTIONS.contains(name));
    }

    /** Whether what it reads is unchecked: no branch, and nothing that catches an error. */
    private boolean unchecked() {
        return settings().findAny().isPresent()
                && Stream.of("nullif", "case", "if", "exception").noneMatch(body::hasAnywhere);
    }

    /** Whether nothing in it hinders that it is called once for a statement. */
    boolean couldBeStable() {
        return userMade && settings().findAny().isPresent() && CHANGES.stream().noneMatch(body::hasAnywhere);
    }

    /** Whether it returns the empty text of a setting that had a value once. */
    boolean mayReturnEmpty() {
        return unchecked() && TEXTS.contains(result);
    }

    /** Whether it raises an error where no tenant is bound. */
    boolean mayRaise() {
        return !body.hasAnywhere("exception") && settings().anyMatch(SettingRead::mayRaise)
                || unchecked() && (!TEXTS.contains(result) || EmptyCast.in(body, List.of()));
    }
}
