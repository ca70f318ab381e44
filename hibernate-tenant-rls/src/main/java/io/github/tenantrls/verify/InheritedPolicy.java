// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** A policy that shows all rows to some other role, whose rights the runtime role inherits. */
final class InheritedPolicy implements PolicyRule {

    @Override
    public String id() {
        return "RLS009";
    }

    @Override
    public String title() {
        return "policy-inherited";
    }

    @Override
    public Stream<PolicyFacts> candidates(TablePolicies policies) {
        return policies.leaking().filter(policies::leaksByMembership);
    }

    @Override
    public Stream<Finding> check(TableFacts table, PolicyFacts policy) {
        String role = String.join(", ", policy.audience().through());
        return Stream.of(finding(
                Severity.CRITICAL,
                table.subject(),
                "the policy " + policy.name() + " does not look at the tenant, and it is for " + role
                        + ", whose rights the runtime role inherits, so every tenant reaches the rows of all; revoke"
                        + " the membership, or on PostgreSQL 16 and later grant it with inherit false",
                policy.audience().revoking()));
    }
}
