// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** Connections that carry a tenant before the application says which. */
final class TenantPreset implements Rule {

    @Override
    public String id() {
        return "RLS020";
    }

    @Override
    public String title() {
        return "tenant-preset";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        return facts.access().presets().stream()
                .filter(preset -> !preset.setting().equals(SettingCatalog.ROW_SECURITY))
                .map(preset -> finding(
                        Severity.CRITICAL,
                        preset.subject(facts.role().name()),
                        "the session variable " + preset.setting() + " is preset " + preset.place()
                                + ", so every connection that binds no tenant reads and changes the rows of that one",
                        preset.reset()));
    }
}
