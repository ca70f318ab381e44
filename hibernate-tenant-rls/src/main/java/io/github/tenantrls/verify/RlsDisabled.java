// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** No row-level security, and no sign that any was meant. */
final class RlsDisabled implements TableRule {

    @Override
    public String id() {
        return "RLS001";
    }

    @Override
    public String title() {
        return "rls-disabled";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return table.rowSecurity() || !table.policies().isEmpty()
                ? Stream.empty()
                : Stream.of(table.canHaveRowSecurity() ? unprotected(table) : unprotectable(table));
    }

    private Finding unprotected(TableFacts table) {
        List<String> mending = new ArrayList<>(table.isolating());
        mending.addAll(table.enabling());
        return finding(
                Severity.CRITICAL,
                table.subject(),
                "row-level security is off and there is no policy, so every tenant reads and changes the rows of all",
                mending);
    }

    private Finding unprotectable(TableFacts table) {
        return finding(
                Severity.CRITICAL,
                table.subject(),
                "it is no table, and nothing else can have row-level security; map the entity to the table behind it",
                List.of());
    }
}
