// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** A unique index over the rows of all tenants. */
final class UniqueWithoutTenant implements TableRule {

    @Override
    public String id() {
        return "RLS026";
    }

    @Override
    public String title() {
        return "unique-without-tenant";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return table.structure().uniques().stream()
                .filter(unique -> table.canHaveRowSecurity() && !unique.identified())
                .map(unique -> finding(
                        Severity.MEDIUM,
                        table.subject(),
                        "the unique index " + unique.name() + " over (" + unique.columns()
                                + ") does not contain the tenant column "
                                + table.table().column()
                                + ", so a tenant that writes a value sees by the error that another tenant has it, and"
                                + " cannot use it",
                        unique.mending()));
    }
}
