// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** A policy that takes the tenant from a setting that this library does not bind. */
final class OtherSetting implements LeakRule {

    @Override
    public String id() {
        return "RLS017";
    }

    @Override
    public String title() {
        return "other-setting";
    }

    @Override
    public Severity severity() {
        return Severity.CRITICAL;
    }

    @Override
    public boolean finds(TablePolicies policies, PolicyFacts policy) {
        return policy.reach() == Reach.OTHER_SETTING;
    }

    @Override
    public String message(TableFacts table, PolicyFacts policy) {
        return "takes the tenant from " + policy.otherSettings() + " and not from "
                + policy.scope().variable() + ", which is what is bound for a session, so a tenant sees the rows of"
                + " whomever that setting names; set hibernate.tenant_rls.variable to it, or correct the policy";
    }
}
