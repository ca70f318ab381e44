// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** Rows can be without a tenant. */
final class TenantNullable implements TableRule {

    @Override
    public String id() {
        return "RLS023";
    }

    @Override
    public String title() {
        return "tenant-nullable";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return Stream.ofNullable(table.structure().column())
                .filter(column -> table.canHaveRowSecurity() && column.nullable())
                .map(column -> finding(
                        Severity.MEDIUM,
                        table.subject(),
                        "the tenant column " + table.table().column() + " may be null, and a row without a tenant is"
                                + " seen by no tenant and held by no foreign key that compares it; give such rows a"
                                + " tenant before",
                        List.of(table.ddl().setNotNull())));
    }
}
