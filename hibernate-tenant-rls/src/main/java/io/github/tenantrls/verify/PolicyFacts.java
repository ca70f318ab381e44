// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A policy.
 *
 * @param name its name
 * @param permissive whether it adds rows to what is visible, and does not only take some away
 * @param commands the commands that it is for
 * @param audience for whom it is
 * @param using which rows are touched, where it says so
 * @param check which rows may be written, where it says so
 * @param scope what the names in its expressions mean
 */
record PolicyFacts(
        String name,
        boolean permissive,
        Set<PolicyCommand> commands,
        PolicyAudience audience,
        Optional<PolicyExpression> using,
        Optional<PolicyExpression> check,
        PolicyScope scope) {

    boolean applies() {
        return audience.applies();
    }

    boolean opensToRole() {
        return permissive && applies();
    }

    /** Both expressions, as far as it has them. */
    Stream<PolicyExpression> expressions() {
        return Stream.concat(using.stream(), check.stream());
    }

    /** What new rows must meet: USING where there is no WITH CHECK, as the server has it. */
    private Optional<PolicyExpression> effectiveCheck() {
        return commands.contains(PolicyCommand.INSERT) && commands.size() == 1 ? check : check.or(() -> using);
    }

    /** Whether it has a say about a command; one without the expression for it has none. */
    boolean covers(PolicyCommand command) {
        return commands.contains(command) && (command.touchesRows() ? using : effectiveCheck()).isPresent();
    }

    /** Whether what it says about a command keeps it within the rows of the current tenant. */
    boolean isolates(PolicyCommand command) {
        return covers(command)
                && (!command.touchesRows()
                        || using.filter(PolicyFacts::isolates).isPresent())
                && (!command.writesRows()
                        || effectiveCheck().filter(PolicyFacts::isolates).isPresent());
    }

    private static boolean isolates(PolicyExpression expression) {
        return expression.reach() == Reach.CURRENT_TENANT;
    }

    /** Which rows of other tenants it lets be touched, or else be written. */
    Reach reach() {
        return isWeakInCheck()
                ? check.orElseThrow().reach()
                : using.map(PolicyExpression::reach).orElse(Reach.CURRENT_TENANT);
    }

    /** The settings that the expression of {@link #reach} reads beside the one that carries the tenant, for people. */
    String otherSettings() {
        return expressions()
                .filter(expression -> !isolates(expression))
                .findFirst()
                .map(expression -> String.join(", ", new TreeSet<>(expression.otherSettings())))
                .orElse("");
    }

    /** Whether USING holds, as far as there is one, and WITH CHECK does not. */
    boolean isWeakInCheck() {
        return using.filter(expression -> !isolates(expression)).isEmpty()
                && check.filter(expression -> !isolates(expression)).isPresent();
    }
}
