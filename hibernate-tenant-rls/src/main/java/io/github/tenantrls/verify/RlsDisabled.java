// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** No row-level security on a table of entities, and no sign that any was meant. */
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
        if (!table.lacksRowSecurity() || table.isForeign()) {
            return Stream.empty();
        }
        if (!table.canHaveRowSecurity()) {
            return Stream.of(unprotectable(table));
        }
        return table.table().primary() ? Stream.of(unprotected(table)) : Stream.empty();
    }

    private Finding unprotected(TableFacts table) {
        return finding(
                Severity.CRITICAL,
                table.subject(),
                "row-level security is off and there is no policy, so every tenant reads and changes the rows of all",
                table.protecting());
    }

    private Finding unprotectable(TableFacts table) {
        return finding(
                Severity.CRITICAL,
                table.subject(),
                "it is no table, and nothing else can have row-level security; map the entity to the table behind it",
                List.of());
    }
}
