// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** No row-level security on a table that holds parts or collections of the rows of tenants. */
final class DependentUnprotected implements TableRule {

    @Override
    public String id() {
        return "RLS038";
    }

    @Override
    public String title() {
        return "dependent-table-unprotected";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return table.lacksRowSecurity()
                        && table.canHaveRowSecurity()
                        && !table.table().primary()
                ? Stream.of(finding(
                        Severity.CRITICAL,
                        table.subject(),
                        "row-level security is off and there is no policy, so every tenant reads and changes what this"
                                + " collection, join, secondary, subclass or audit table holds of "
                                + String.join(", ", table.table().entities()) + " for all",
                        table.protecting()))
                : Stream.empty();
    }
}
