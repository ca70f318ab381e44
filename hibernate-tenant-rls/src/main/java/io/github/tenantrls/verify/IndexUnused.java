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
        boolean served = policies.applying().anyMatch(policy -> !policy.permissive() && isServed(policy));
        return policies.sound().filter(policy -> policy.permissive() && !served);
    }

    private static boolean isServed(PolicyFacts policy) {
        return policy.commands().containsAll(PolicyCommand.of("rwd"))
                && policy.using().filter(PolicyExpression::servedByIndex).isPresent();
    }

    @Override
    public Stream<Finding> check(TableFacts table, PolicyFacts policy) {
        String column = table.table().column();
        return policy.using().filter(expression -> !expression.servedByIndex()).stream()
                .map(expression -> finding(
                        Severity.HIGH,
                        table.subject(),
                        "the policy " + policy.name() + " does not compare the plain column " + column
                                + ": a cast of it, or an OR, keeps the index on it from being used, so every statement"
                                + " reads the rows of all tenants to find those of one",
                        new PolicyMending(table).correct(policy)));
    }
}
