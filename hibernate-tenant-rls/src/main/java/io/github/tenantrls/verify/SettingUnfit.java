// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** Hibernate or the driver is set so that tenants are not kept apart, or that keeping them apart costs more than it needs. */
final class SettingUnfit implements Rule {

    @Override
    public String id() {
        return "RLS042";
    }

    @Override
    public String title() {
        return "unfit-setting";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        return facts.unfitSettings().stream()
                .map(unfit -> finding(unfit.severity(), unfit.subject(), unfit.message(), List.of()));
    }
}
