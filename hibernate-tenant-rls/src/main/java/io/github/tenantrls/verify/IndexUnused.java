// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/**
 * A policy that isolates, but by a condition for which no index on the tenant column serves: the column is cast, or there
 * is an alternative that is never true.
 */
final class IndexUnused implements PolicyRule {

    @Override
    public String id() {
        return "RLS021";
    }

    @Override
    public String title() {
        return "index-unused";
    }

    /** A restrictive policy with the plain comparison brings the index back. */
    @Override
    public Stream<PolicyFacts> candidates(TablePolicies policies) {
        return policies.sound()
                .filter(PolicyFacts::permissive)
                .filter(policy -> policies.applying().noneMatch(other -> !other.permissive() && serves(other, policy)));
    }

    private static boolean serves(PolicyFacts restrictive, PolicyFacts policy) {
        return restrictive.using().filter(PolicyExpression::servedByIndex).isPresent()
                && policy.commands().stream()
                        .filter(PolicyCommand::touchesRows)
                        .allMatch(restrictive.commands()::contains);
    }

    @Override
    public Stream<Finding> check(TableFacts table, PolicyFacts policy) {
        String column = table.table().column();
        return policy
                .using()
                .filter(expression -> expression.reach() == Reach.CURRENT_TENANT && !expression.servedByIndex())
                .map(expression -> finding(
                        Severity.HIGH,
                        table.subject(),
                        "the policy " + policy.name() + " does not compare the plain column " + column
                                + " with a plain value: a cast of the column, an OR or an IN (select ..) keeps the index"
                                + " on it from being used, so every statement reads the rows of all tenants to find"
                                + " those of one",
                        new PolicyMending(table).correct(policy)))
                .stream();
    }
}
