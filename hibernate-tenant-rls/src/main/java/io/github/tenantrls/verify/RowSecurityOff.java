// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** Connections on which the server refuses to filter. */
final class RowSecurityOff implements Rule {

    @Override
    public String id() {
        return "RLS041";
    }

    @Override
    public String title() {
        return "row-security-off";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        return facts.access().presets().stream()
                .filter(preset -> preset.setting().equals(SettingCatalog.ROW_SECURITY))
                .map(preset -> finding(
                        Severity.HIGH,
                        preset.subject(facts.role().name()),
                        "row_security is off " + preset.place()
                                + ", so the server fails each statement that a policy would filter, and the application"
                                + " does not work",
                        preset.reset()));
    }
}
