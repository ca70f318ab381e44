// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of the two expressions of a policy. Immutable. */
final class PolicyExpression {

    private final SqlPhrase phrase;
    private final PolicyScope scope;
    private final TenantCondition condition;
    private final Grip grip;
    private final Reach reach;

    /**
     * Takes an expression.
     *
     * @param sql what the server wrote
     * @param scope what the names in it mean
     */
    PolicyExpression(String sql, PolicyScope scope) {
        this.phrase = SqlReader.read(sql);
        this.scope = scope;
        this.condition = new TenantCondition(scope);
        this.grip = condition.grip(phrase);
        this.reach = read();
    }

    Reach reach() {
        return reach;
    }

    private Reach read() {
        if (grip != Grip.NONE) {
            return Reach.CURRENT_TENANT;
        }
        if (phrase.unwrapped().is("true")) {
            return Reach.EVERYTHING;
        }
        return scope.usesColumn(phrase) ? reachByColumn() : Reach.WITHOUT_COLUMN;
    }

    private Reach reachByColumn() {
        boolean readsVariable = scope.mayReadVariable(phrase);
        if (!otherSettings().isEmpty()) {
            return readsVariable ? Reach.BYPASS : Reach.OTHER_SETTING;
        }
        if (readsVariable) {
            return Reach.WIDER;
        }
        return readsTable() ? Reach.OTHER_TABLE : Reach.WITHOUT_TENANT;
    }

    /** Whether an index on the tenant column can find what it lets through. */
    boolean servedByIndex() {
        return grip == Grip.INDEX;
    }

    /** Whether it can raise an error on a connection without a tenant. */
    boolean mayRaise() {
        return mayRaise(phrase);
    }

    private boolean mayRaise(SqlPhrase part) {
        return SettingRead.in(part).anyMatch(SettingRead::mayRaise)
                || EmptyCast.in(part, scope.functions())
                || scope.functionsIn(part).anyMatch(FunctionFacts::mayRaise);
    }

    /** Whether it has a sub-select with rows of a table, be it the policy's own. */
    boolean readsTable() {
        return phrase.everywhere().anyMatch(part -> part.isAt(0, "select") && part.has("from"));
    }

    Set<String> otherSettings() {
        return scope.otherSettingsIn(phrase);
    }

    /**
     * The same with the given condition in place of those that keep it within the rows of the current tenant; empty if
     * that would leave something in that should not be in a policy.
     */
    Optional<String> with(String tenantCondition) {
        List<SqlPhrase> further = phrase.unwrapped().parts("and").stream()
                .filter(part -> condition.grip(part) == Grip.NONE)
                .toList();
        return further.stream().allMatch(this::isPlain)
                ? Optional.of(Stream.concat(
                                Stream.of(tenantCondition), further.stream().map(SqlPhrase::text))
                        .collect(Collectors.joining(" and ")))
                : Optional.empty();
    }

    private boolean isPlain(SqlPhrase part) {
        return !mayRaise(part)
                && !part.hasAnywhere("select")
                && scope.functions().stream()
                        .noneMatch(function ->
                                part.callsAnywhere(function.name()).findAny().isPresent());
    }
}
