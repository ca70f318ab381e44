// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** A table that the server does not find. */
final class TableMissing implements Rule {

    @Override
    public String id() {
        return "RLS040";
    }

    @Override
    public String title() {
        return "table-missing";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        return facts.tables().stream()
                .filter(table -> !table.exists())
                .map(table -> finding(
                        Severity.CRITICAL,
                        table.subject(),
                        "there is no such table for the runtime role, whose search path is "
                                + facts.role().searchPath()
                                + ", so whether it is protected is not known; create it, or correct the schema in the"
                                + " mapping or the search path",
                        List.of()));
    }
}
