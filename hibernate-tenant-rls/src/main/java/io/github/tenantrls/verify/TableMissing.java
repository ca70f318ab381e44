// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** A table that the server does not find, or of which it depends on the search path which one it finds. */
final class TableMissing implements Rule {

    @Override
    public String id() {
        return "RLS040";
    }

    @Override
    public String title() {
        return "table-missing-or-ambiguous";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        return facts.tables().stream()
                .flatMap(table -> table.exists() ? ambiguous(facts, table) : missing(facts, table));
    }

    private Stream<Finding> missing(CatalogFacts facts, TableFacts table) {
        return Stream.of(finding(
                Severity.CRITICAL,
                table.subject(),
                "there is no such table for the runtime role, whose search path is "
                        + facts.role().searchPath()
                        + ", so whether it is protected is not known; create it, or correct the schema in the"
                        + " mapping or the search path",
                List.of()));
    }

    private Stream<Finding> ambiguous(CatalogFacts facts, TableFacts table) {
        return table.foundIn().size() < 2
                ? Stream.empty()
                : Stream.of(finding(
                        Severity.CRITICAL,
                        table.subject(),
                        "the mapping names no schema, and in the search path "
                                + facts.role().searchPath()
                                + " there are tables of this name in " + String.join(", ", table.foundIn())
                                + ", so another search path reads and writes another table; name the schema in the"
                                + " mapping or in hibernate.default_schema",
                        List.of()));
    }
}
