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
 * @param plainCasts types to which the column is cast without becoming another value, so that its index still serves; its
 *     own is one
 * @param equalityIsExact whether what is equal is the same tenant: no operator of somebody's own, no collation for which
 *     different texts are equal
 * @param columns the columns of the table that the policy uses, as the catalog says
 * @param roles the role that asks, and the one that logged in
 * @param variable the setting that carries the tenant
 * @param functions the functions that the policy calls
 * @param relations the other tables and views that it reads
 */
record PolicyScope(
        String table,
        String column,
        boolean notNull,
        Set<String> plainCasts,
        boolean equalityIsExact,
        Set<String> columns,
        Set<String> roles,
        String variable,
        List<FunctionFacts> functions,
        List<String> relations) {

    /** Whether the name of one of the server's functions has been given to another one that the policy calls. */
    boolean isTaken(String name) {
        return functions.stream()
                .anyMatch(function -> function.userMade() && function.name().equals(name));
    }

    boolean isPlainCast(SqlPhrase type) {
        return plainCasts.stream()
                .anyMatch(plain -> SqlReader.read(plain).text().equals(type.text()));
    }

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
                || functionsIn(phrase).anyMatch(FunctionFacts::mayReadElsewhere);
    }

    /** Whether the functions of a name can know the current tenant, for all that can be known. */
    boolean mayLearnTenant(String function) {
        return functions.stream()
                .filter(each -> each.userMade() && each.name().equals(function))
                .allMatch(each -> each.mayReadElsewhere()
                        || each.settings()
                                .map(SettingRead::setting)
                                .anyMatch(read -> read.isEmpty() || isVariable(read)));
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
