// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A cast of a setting's text to a type that has no value for the empty text. Once a setting had a value for the length of
 * a transaction, it is empty on that connection, and not null.
 */
final class EmptyCast {

    private static final Set<String> TAKE_EMPTY = Set.of("text", "character", "varchar", "name");
    private static final Set<String> GUARDS = Set.of("nullif", "string_to_array");

    private final List<FunctionFacts> functions;

    private EmptyCast(List<FunctionFacts> functions) {
        this.functions = functions;
    }

    /** Whether there is one anywhere in a phrase that may call these functions. */
    static boolean in(SqlPhrase phrase, List<FunctionFacts> functions) {
        return phrase.everywhere().anyMatch(new EmptyCast(functions)::isRightIn);
    }

    private boolean isRightIn(SqlPhrase phrase) {
        return IntStream.range(1, phrase.terms().size())
                        .filter(at -> phrase.isAt(at, "::") && refusesEmpty(phrase.from(at + 1)))
                        .anyMatch(at -> mayBeEmpty(operand(phrase, at)))
                || phrase.calls("cast")
                        .map(arguments -> arguments.parts("as"))
                        .anyMatch(cast -> cast.size() == 2 && refusesEmpty(cast.get(1)) && mayBeEmpty(cast.get(0)));
    }

    /** A list, unlike what it is a list of, can be empty. */
    private static boolean refusesEmpty(SqlPhrase type) {
        return !type.terms().isEmpty()
                && type.terms().get(0) instanceof SqlTerm.Word word
                && !TAKE_EMPTY.contains(word.name())
                && !type.isAt(1, "[]");
    }

    /** What stands before the cast: a group, with the name of the function that it is called by. */
    private static SqlPhrase operand(SqlPhrase phrase, int cast) {
        return phrase.from(phrase.calledAt(cast - 1).isEmpty() ? cast - 1 : cast - 2, cast);
    }

    private boolean mayBeEmpty(SqlPhrase text) {
        return !text.isAt(0, "case")
                && IntStream.range(0, text.terms().size())
                        .filter(at -> text.terms().get(at) instanceof SqlTerm.Group)
                        .anyMatch(at -> mayBeEmpty(
                                text.calledAt(at), ((SqlTerm.Group) text.terms().get(at)).content()));
    }

    private boolean mayBeEmpty(String function, SqlPhrase arguments) {
        return function.equals("current_setting") && SettingRead.of(arguments).isCustom()
                || functions.stream().anyMatch(called -> called.name().equals(function) && called.mayReturnEmpty())
                || !GUARDS.contains(function) && mayBeEmpty(arguments);
    }
}
