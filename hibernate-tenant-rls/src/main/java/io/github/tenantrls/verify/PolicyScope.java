// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the names in the expressions of a policy mean.
 *
 * @param table the table's name, by which a sub-select names it
 * @param column the tenant column
 * @param notNull whether every row has a tenant
 * @param plainCasts types to which the column is cast without becoming another value, so that its index still serves
 * @param columns the columns of the table that the policy uses, as the catalog says
 * @param role the role that asks
 * @param variable the setting that carries the tenant
 * @param functions the functions that the policy calls
 * @param relations the other tables and views that it reads
 */
record PolicyScope(
        String table,
        String column,
        boolean notNull,
        Set<String> plainCasts,
        Set<String> columns,
        String role,
        String variable,
        List<FunctionFacts> functions,
        List<String> relations) {

    /** The functions that somebody made, as far as a phrase calls them. */
    Stream<FunctionFacts> functionsIn(SqlPhrase phrase) {
        return functions.stream()
                .filter(FunctionFacts::userMade)
                .filter(function ->
                        phrase.callsAnywhere(function.name()).findAny().isPresent());
    }

    /** The settings that a phrase reads, by itself or by the functions that it calls; empty for one that it computes. */
    Set<Optional<String>> settingsIn(SqlPhrase phrase) {
        return Stream.concat(SettingRead.in(phrase), functionsIn(phrase).flatMap(FunctionFacts::settings))
                .map(SettingRead::setting)
                .collect(Collectors.toSet());
    }

    boolean isVariable(Optional<String> setting) {
        return setting.filter(variable::equalsIgnoreCase).isPresent();
    }

    /** Settings that are certainly not the one that carries the tenant. */
    Set<String> otherSettingsIn(SqlPhrase phrase) {
        return settingsIn(phrase).stream()
                .filter(setting -> !isVariable(setting))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** Whether a phrase can be about the current tenant, for all that can be known. */
    boolean mayReadVariable(SqlPhrase phrase) {
        return settingsIn(phrase).stream().anyMatch(setting -> isVariable(setting) || setting.isEmpty())
                || functionsIn(phrase)
                        .anyMatch(function -> function.settings().findAny().isEmpty());
    }

    /** Whether a phrase uses the tenant column, or the whole row. */
    boolean usesColumn(SqlPhrase phrase) {
        return phrase.everywhere()
                .anyMatch(part -> columns.contains(column) && names(part, Set.of(column)) || namesRow(part));
    }

    /** Whether a phrase says something that depends on the row. */
    boolean usesAnyColumn(SqlPhrase phrase) {
        return phrase.everywhere().anyMatch(part -> names(part, columns) || namesRow(part));
    }

    private boolean names(SqlPhrase phrase, Set<String> wanted) {
        return Stream.iterate(0, at -> at < phrase.terms().size(), at -> at + 1)
                .anyMatch(at -> phrase.terms().get(at) instanceof SqlTerm.Word word
                        && wanted.contains(word.name())
                        && phrase.calledAt(Math.min(at + 1, phrase.terms().size() - 1))
                                .isEmpty()
                        && !phrase.isAt(at - 1, "as")
                        && !phrase.isAt(at - 1, "::")
                        && (!phrase.isAt(at - 1, ".") || isTable(phrase, at - 2)));
    }

    private boolean namesRow(SqlPhrase phrase) {
        return Stream.iterate(0, at -> at < phrase.terms().size(), at -> at + 1)
                .anyMatch(at -> isTable(phrase, at) && phrase.isAt(at + 1, ".") && phrase.isAt(at + 2, "*"));
    }

    private boolean isTable(SqlPhrase phrase, int at) {
        return at >= 0
                && phrase.terms().get(at) instanceof SqlTerm.Word word
                && word.name().equals(table);
    }
}
