// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** No index serves the condition of the policies. */
final class NoTenantIndex implements TableRule {

    @Override
    public String id() {
        return "RLS022";
    }

    @Override
    public String title() {
        return "no-tenant-index";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return Stream.ofNullable(table.structure().column())
                .filter(column -> table.canHaveRowSecurity() && !column.indexed())
                .map(column -> finding(
                        Severity.MEDIUM,
                        table.subject(),
                        "no index leads with the tenant column " + table.table().column()
                                + ", so every query reads the rows of all tenants to find those of one",
                        List.of(table.ddl().createIndex())));
    }
}
