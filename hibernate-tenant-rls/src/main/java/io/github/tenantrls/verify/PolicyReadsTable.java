// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** A policy with a sub-select: it shows what another table says. */
final class PolicyReadsTable implements PolicyRule {

    @Override
    public String id() {
        return "RLS046";
    }

    @Override
    public String title() {
        return "policy-reads-table";
    }

    /** Policies that isolate by it, or beside it; those that are found to leak by another rule are not found again. */
    @Override
    public Stream<PolicyFacts> candidates(TablePolicies policies) {
        return Stream.concat(
                policies.sound().filter(PolicyFacts::permissive),
                policies.leaking().filter(policy -> policy.reach() == Reach.OTHER_TABLE));
    }

    @Override
    public Stream<Finding> check(TableFacts table, PolicyFacts policy) {
        String read = policy.scope().relations().isEmpty()
                ? table.subject() + " itself"
                : String.join(", ", policy.scope().relations());
        return policy.expressions().anyMatch(PolicyExpression::readsTable)
                ? Stream.of(finding(
                        policy.reach() == Reach.OTHER_TABLE ? Severity.CRITICAL : Severity.MEDIUM,
                        table.subject(),
                        "the policy " + policy.name() + " reads " + read
                                + (policy.reach() == Reach.OTHER_TABLE
                                        ? " and not who the current tenant is, so it is not known whether a tenant"
                                                + " reaches rows of others; whoever can write there decides it"
                                        : ", so whoever can write there decides which tenant's rows are shown")
                                + ", and every statement pays for it",
                        new PolicyMending(table).overwrite(policy)))
                : Stream.empty();
    }
}
