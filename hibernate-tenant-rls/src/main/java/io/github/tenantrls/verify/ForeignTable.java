// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** Rows of tenants on another server, where no policy of this one holds. */
final class ForeignTable implements TableRule {

    @Override
    public String id() {
        return "RLS032";
    }

    @Override
    public String title() {
        return "foreign-table";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return table.structure().children().stream()
                .filter(ChildFacts::foreign)
                .map(child -> finding(
                        Severity.HIGH,
                        child.displayName(),
                        "it is a foreign table, which cannot have row-level security, and the runtime role may reach"
                                + " it, so every tenant reads and changes the rows of all; keep them in a table of"
                                + " this server, or let the other one isolate them and take the role's privileges here",
                        child.revoking()));
    }
}
