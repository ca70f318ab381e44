// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

    private Stream<Finding> missing(CatalogFacts facts, TableFacts table) {
        RoleFacts role = facts.role();
        List<Elsewhere> elsewhere = facts.elsewhere().getOrDefault(table.subject(), List.of());
        Optional<Elsewhere> hidden = elsewhere.stream()
                .filter(place -> place.named() && !place.usable())
                .findFirst();
        return Stream.of(finding(
                Severity.CRITICAL,
                table.subject(),
                "there is no such table for the runtime role, whose search path is " + role.searchPath()
                        + ", so whether it is protected is not known; "
                        + hidden.map(place -> "schema " + place.schema() + " has it, but " + role.name()
                                        + " may not use that schema")
                                .orElseGet(() -> advice(elsewhere)),
                hidden.map(place -> List.of("grant usage on schema " + SqlName.quote(place.schema()) + " to "
                                + SqlName.quote(role.name())))
                        .orElse(List.of())));
    }

    private static String advice(List<Elsewhere> elsewhere) {
        return elsewhere.isEmpty()
                ? "create it, or correct the schema in the mapping or the search path"
                : "a table of that name is in schema "
                        + elsewhere.stream().map(Elsewhere::schema).collect(Collectors.joining(", "))
                        + ": correct the schema in the mapping or the search path, or create the table";
    }
}
