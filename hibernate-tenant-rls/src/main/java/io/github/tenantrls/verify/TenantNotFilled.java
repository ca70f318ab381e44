// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** Nothing gives a new row its tenant. */
final class TenantNotFilled implements TableRule {

    @Override
    public String id() {
        return "RLS025";
    }

    @Override
    public String title() {
        return "tenant-not-filled";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return Stream.ofNullable(table.structure().column())
                .filter(column -> table.canHaveRowSecurity()
                        && !table.table().written()
                        && !column.defaulted()
                        && !column.triggered())
                .map(column -> finding(
                        Severity.HIGH,
                        table.subject(),
                        "nothing fills the tenant column " + table.table().column()
                                + " of new rows: it has no default that reads the session variable, no trigger, and no"
                                + " attribute writes it, so every insert fails, or is for whatever tenant its default"
                                + " names",
                        List.of(table.ddl().setDefault())));
    }
}
