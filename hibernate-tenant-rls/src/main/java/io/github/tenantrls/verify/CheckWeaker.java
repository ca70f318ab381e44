// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A WITH CHECK that accepts rows of other tenants, while USING shows none of them.
 *
 * <p>A missing one is none: the server takes USING for it, and a policy for INSERT without it accepts nothing.
 */
final class CheckWeaker implements LeakRule {

    private static final Set<Reach> WEAKER =
            EnumSet.of(Reach.EVERYTHING, Reach.WITHOUT_COLUMN, Reach.WITHOUT_TENANT, Reach.WIDER);

    @Override
    public String id() {
        return "RLS012";
    }

    @Override
    public String title() {
        return "check-weaker";
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public boolean finds(TablePolicies policies, PolicyFacts policy) {
        return policy.isWeakInCheck() && WEAKER.contains(policy.reach());
    }

    @Override
    public String message(TableFacts table, PolicyFacts policy) {
        return "has a WITH CHECK that does not hold new rows to the current tenant, so a tenant inserts rows into"
                + " others, or moves rows to them";
    }

    @Override
    public List<String> mending(PolicyMending mending, PolicyFacts policy) {
        return mending.check(policy);
    }
}
