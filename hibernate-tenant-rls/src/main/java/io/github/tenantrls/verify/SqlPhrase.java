// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Terms of SQL text that follow one another. The server puts each operation of an expression in parentheses, so that what
 * an expression is made of shows without knowing what binds stronger.
 *
 * @param terms the terms
 */
record SqlPhrase(List<SqlTerm> terms) {

    SqlPhrase {
        terms = List.copyOf(terms);
    }

    /** What is left without the parentheses around it. */
    SqlPhrase unwrapped() {
        return terms.size() == 1 && terms.get(0) instanceof SqlTerm.Group group && group.open() == '('
                ? group.content().unwrapped()
                : this;
    }

    /** This phrase and all within it. */
    Stream<SqlPhrase> everywhere() {
        return Stream.concat(
                Stream.of(this), groups().flatMap(group -> group.content().everywhere()));
    }

    Stream<SqlTerm.Group> groups() {
        return terms.stream().filter(SqlTerm.Group.class::isInstance).map(SqlTerm.Group.class::cast);
    }

    /** The phrases between a keyword or symbol, not looking into parentheses; this alone where there is none. */
    List<SqlPhrase> parts(String separator) {
        List<SqlPhrase> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < terms.size(); at++) {
            if (isAt(at, separator)) {
                parts.add(from(start, at));
                start = at + 1;
            }
        }
        parts.add(from(start, terms.size()));
        return parts;
    }

    SqlPhrase from(int start, int end) {
        return new SqlPhrase(terms.subList(start, end));
    }

    SqlPhrase from(int start) {
        return from(Math.min(start, terms.size()), terms.size());
    }

    /** Whether a keyword or symbol stands at a place. */
    boolean isAt(int at, String text) {
        return at >= 0 && at < terms.size() && terms.get(at).text().equalsIgnoreCase(text);
    }

    boolean is(String text) {
        return terms.size() == 1 && isAt(0, text);
    }

    boolean has(String text) {
        return terms.stream().anyMatch(term -> term.text().equalsIgnoreCase(text));
    }

    boolean hasAnywhere(String text) {
        return everywhere().anyMatch(phrase -> phrase.has(text));
    }

    /** The name that is called with a group as its arguments, or an empty text. */
    String calledAt(int group) {
        return group > 0
                        && terms.get(group) instanceof SqlTerm.Group arguments
                        && arguments.open() == '('
                        && terms.get(group - 1) instanceof SqlTerm.Word word
                ? word.name()
                : "";
    }

    /** The arguments of each call of a function, with whatever stands for it right here. */
    Stream<SqlPhrase> calls(String function) {
        return Stream.iterate(1, at -> at < terms.size(), at -> at + 1)
                .filter(at -> calledAt(at).equals(function))
                .map(at -> ((SqlTerm.Group) terms.get(at)).content());
    }

    Stream<SqlPhrase> callsAnywhere(String function) {
        return everywhere().flatMap(phrase -> phrase.calls(function));
    }

    /** Whether it is a CASE with no other one right in it, whose branches could be taken for its own. */
    boolean isSingleCase() {
        return parts("case").size() == 2
                && isAt(0, "case")
                && parts("end").size() == 2
                && isAt(terms.size() - 1, "end");
    }

    /** What a {@link #isSingleCase CASE} comes to; null goes without saying where there is no ELSE. */
    Stream<SqlPhrase> results() {
        List<SqlPhrase> branches = parts("end").get(0).parts("else");
        Stream<SqlPhrase> results = branches.get(0).parts("when").stream()
                .skip(1)
                .map(when -> when.parts("then"))
                .filter(when -> when.size() == 2)
                .map(when -> when.get(1));
        return Stream.concat(results, branches.stream().skip(1));
    }

    /** The phrase as SQL. */
    String text() {
        return terms.stream().map(SqlTerm::text).collect(Collectors.joining(" "));
    }
}
