// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** An alternative to the comparison with the current tenant, in a policy or as a further one: the server joins them by OR. */
final class PolicyWidens implements LeakRule {

    @Override
    public String id() {
        return "RLS010";
    }

    @Override
    public String title() {
        return "policy-widens";
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public boolean finds(TablePolicies policies, PolicyFacts policy) {
        return !policy.isWeakInCheck()
                && (policy.reach() == Reach.WIDER
                        || policy.reach() == Reach.WITHOUT_TENANT && policies.haveInsteadOf(policy));
    }

    @Override
    public String message(TableFacts table, PolicyFacts policy) {
        return "lets through more than the rows whose " + table.table().column()
                + " is the current tenant, "
                + (policy.scope().equalityIsExact()
                        ? "or compares in a way that cannot be read as that"
                        : "as different tenants are equal by its operator = or by the collation of the column (then give"
                                + " that another one)")
                + ", and permissive policies are joined by OR, so a tenant reaches rows of others";
    }
}
