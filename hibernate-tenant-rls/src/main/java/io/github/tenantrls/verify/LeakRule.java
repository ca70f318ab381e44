// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/**
 * A rule about permissive policies that let through rows of other tenants. Each such policy is found by one rule alone.
 *
 * <p>A restrictive policy that keeps the role within the rows of the current tenant makes up for them: for the commands
 * that it is for, a permissive policy may then be as wide as it likes.
 */
interface LeakRule extends PolicyRule {

    Severity severity();

    /** Whether it is this rule that finds a policy. */
    boolean finds(TablePolicies policies, PolicyFacts policy);

    /** What is wrong with it, after its name. */
    String message(TableFacts table, PolicyFacts policy);

    default List<String> mending(PolicyMending mending, PolicyFacts policy) {
        return mending.replace(policy);
    }

    @Override
    default Stream<PolicyFacts> candidates(TablePolicies policies) {
        return policies.leaking()
                .filter(policy -> !policies.leaksByMembership(policy))
                .filter(policy -> finds(policies, policy));
    }

    @Override
    default Stream<Finding> check(TableFacts table, PolicyFacts policy) {
        return Stream.of(finding(
                severity(),
                table.subject(),
                "the policy " + policy.name() + " " + message(table, policy),
                mending(new PolicyMending(table), policy)));
    }
}
