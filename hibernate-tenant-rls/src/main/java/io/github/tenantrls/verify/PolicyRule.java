// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** A rule that looks at one policy after the other, where row-level security is on: else no policy is in force. */
interface PolicyRule extends TableRule {

    /** Those to look at. */
    Stream<PolicyFacts> candidates(TablePolicies policies);

    /** What is wrong with a policy. */
    Stream<Finding> check(TableFacts table, PolicyFacts policy);

    @Override
    default Stream<Finding> check(TableFacts table) {
        return table.rowSecurity()
                ? candidates(table.policies()).flatMap(policy -> check(table, policy))
                : Stream.empty();
    }
}
