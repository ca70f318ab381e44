// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTableDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A policy that shows rows without looking at whose they are. */
final class PolicyIgnoresTenant implements TableRule {

    @Override
    public String id() {
        return "RLS015";
    }

    @Override
    public String title() {
        return "policy-ignores-tenant";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        List<PolicyFacts> ignoring = table.policies().stream()
                .filter(policy -> policy.opensToRole() && !policy.usesTenantColumn())
                .toList();
        return table.rowSecurity() // else it shows nothing that is not shown anyway
                ? ignoring.stream().map(policy -> finding(table, policy, policy.equals(ignoring.get(0))))
                : Stream.empty();
    }

    private Finding finding(TableFacts table, PolicyFacts policy, boolean first) {
        return finding(
                Severity.CRITICAL,
                table.subject(),
                "the policy " + policy.name() + " does not use the tenant column "
                        + table.table().column() + ", so it shows rows of other tenants",
                mending(table, policy, first));
    }

    /** The right policy is made once, and only if none is left. */
    private static List<String> mending(TableFacts table, PolicyFacts policy, boolean first) {
        List<String> statements = new ArrayList<>();
        statements.add(table.ddl().dropPolicy(policy.name()));
        if (first && table.policies().stream().noneMatch(other -> !other.equals(policy) && isolates(other))) {
            statements.addAll(table.isolating());
        }
        return statements;
    }

    private static boolean isolates(PolicyFacts policy) {
        return policy.opensToRole() && policy.usesTenantColumn()
                || policy.name().equals(TenantTableDdl.POLICY);
    }
}
