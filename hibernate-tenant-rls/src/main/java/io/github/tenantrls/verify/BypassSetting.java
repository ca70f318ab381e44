// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** A policy that a further setting switches off: whatever SQL a tenant gets to run can set it. */
final class BypassSetting implements LeakRule {

    @Override
    public String id() {
        return "RLS019";
    }

    @Override
    public String title() {
        return "bypass-by-setting";
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public boolean finds(TablePolicies policies, PolicyFacts policy) {
        return policy.reach() == Reach.BYPASS;
    }

    @Override
    public String message(TableFacts table, PolicyFacts policy) {
        return "lets through rows of other tenants if " + policy.otherSettings()
                + " says so, which every session can set, so one injected statement opens all tenants";
    }
}
