// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** What a column stands for is kept where there are no policies. */
final class LargeObjectShared implements TableRule {

    @Override
    public String id() {
        return "RLS049";
    }

    @Override
    public String title() {
        return "large-object-shared";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return Stream.of(table.structure().largeObjects())
                .filter(columns -> !columns.isEmpty())
                .map(columns -> finding(
                        Severity.HIGH,
                        table.subject(),
                        "the numbers of large objects are in " + String.join(", ", columns)
                                + ", and large objects have no"
                                + " row-level security: who has the number reads those of other tenants by lo_get; map"
                                + " the attribute to text or bytea, by @Column(length = Length.LONG32) instead of @Lob",
                        List.of()));
    }
}
