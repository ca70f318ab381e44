// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** An expression that raises an error, where no tenant is bound, in place of hiding all rows. */
final class SettingRaises implements PolicyRule {

    @Override
    public String id() {
        return "RLS018";
    }

    @Override
    public String title() {
        return "setting-raises";
    }

    @Override
    public Stream<PolicyFacts> candidates(TablePolicies policies) {
        return policies.sound();
    }

    @Override
    public Stream<Finding> check(TableFacts table, PolicyFacts policy) {
        return policy.expressions().anyMatch(PolicyExpression::mayRaise)
                ? Stream.of(finding(
                        Severity.MEDIUM,
                        table.subject(),
                        "the policy " + policy.name() + " raises an error on a connection without a tenant, where"
                                + " current_setting has no missing_ok (42704) or casts an empty text (22P02, on a"
                                + " connection that had a tenant before); write nullif(current_setting(.., true), '')",
                        new PolicyMending(table).correct(policy)))
                : Stream.empty();
    }
}
