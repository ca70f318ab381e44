// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsSettings;

/** A policy that shows rows without looking at whose they are. */
final class PolicyIgnoresTenant implements LeakRule {

    @Override
    public String id() {
        return "RLS015";
    }

    @Override
    public String title() {
        return "policy-ignores-tenant";
    }

    @Override
    public Severity severity() {
        return Severity.CRITICAL;
    }

    @Override
    public boolean finds(TablePolicies policies, PolicyFacts policy) {
        return !policy.isWeakInCheck()
                && (policy.reach() == Reach.WITHOUT_COLUMN
                        || policy.reach() == Reach.WITHOUT_TENANT && !policies.haveInsteadOf(policy));
    }

    @Override
    public String message(TableFacts table, PolicyFacts policy) {
        if (!table.hasTenantColumn()) {
            return "cannot use the tenant column " + table.table().column() + ", which the table does not have, so it"
                    + " shows rows of other tenants, unless the column has another name: then set "
                    + TenantRlsSettings.COLUMN + " or @TenantScoped(column = ..)";
        }
        return policy.reach() == Reach.WITHOUT_COLUMN
                ? "does not use the tenant column " + table.table().column() + ", so it shows rows of other tenants"
                : "does not compare the tenant column " + table.table().column() + " with the current tenant ("
                        + policy.scope().variable() + "), so it shows rows of other tenants";
    }
}
