// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tenant column has another type than its values have at the application. */
final class TenantTypeDiffers implements TableRule {

    @Override
    public String id() {
        return "RLS024";
    }

    @Override
    public String title() {
        return "tenant-type";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return Stream.ofNullable(table.structure().column())
                .filter(column -> table.canHaveRowSecurity()
                        && !column.holds(table.table().columnType()))
                .map(column -> finding(
                        Severity.HIGH,
                        table.subject(),
                        "the tenant column " + table.table().column() + " has the type " + column.type()
                                + " instead of "
                                + table.table().columnType().sqlName()
                                + ", so the policies compare something else than the application binds; set "
                                + TenantRlsSettings.COLUMN_TYPE
                                + ", or change the column, after dropping what foreign keys contain it: the policies on"
                                + " it are replaced then",
                        mending(table, column)));
    }

    /** The type of a column that policies use cannot be changed. Without any, no row is visible in between. */
    private static List<String> mending(TableFacts table, ColumnFacts column) {
        List<String> statements = new ArrayList<>();
        column.policies().forEach(policy -> statements.add(table.ddl().dropPolicy(policy)));
        statements.addAll(table.ddl().changeType());
        statements.add(table.ddl().setDefault());
        statements.addAll(table.ddl().createPolicies());
        return statements;
    }
}
