// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** A policy whose condition is the constant true. */
final class PolicyShowsAll implements LeakRule {

    @Override
    public String id() {
        return "RLS011";
    }

    @Override
    public String title() {
        return "policy-shows-all";
    }

    @Override
    public Severity severity() {
        return Severity.CRITICAL;
    }

    @Override
    public boolean finds(TablePolicies policies, PolicyFacts policy) {
        return !policy.isWeakInCheck() && policy.reach() == Reach.EVERYTHING;
    }

    @Override
    public String message(TableFacts table, PolicyFacts policy) {
        return "is using (true) and for the runtime role, so every tenant reaches the rows of all";
    }
}
