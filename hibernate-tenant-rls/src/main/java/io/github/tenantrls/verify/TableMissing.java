// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
                .map(table -> finding(facts.role(), table, facts.elsewhere().getOrDefault(table.subject(), List.of())));
    }

    private Finding finding(RoleFacts role, TableFacts table, List<Elsewhere> elsewhere) {
        Optional<Elsewhere> hidden = elsewhere.stream()
                .filter(place -> place.named() && !place.usable())
                .findFirst();
        return finding(
                Severity.CRITICAL,
                table.subject(),
                "there is no such table for the runtime role, whose search path is " + role.searchPath()
                        + ", so whether it is protected is not known; "
                        + hidden.map(place -> "schema " + place.schema() + " has it, but " + role.name()
                                        + " may not use that schema")
                                .orElseGet(() -> advice(elsewhere)),
                hidden.map(place -> List.of("grant usage on schema " + SqlName.quote(place.schema()) + " to "
                                + SqlName.quote(role.name())))
                        .orElse(List.of()));
    }

    private static String advice(List<Elsewhere> elsewhere) {
        return elsewhere.isEmpty()
                ? "create it, or correct the schema in the mapping or the search path"
                : "a table of that name is in schema "
                        + elsewhere.stream().map(Elsewhere::schema).collect(Collectors.joining(", "))
                        + ": correct the schema in the mapping or the search path, or create the table";
    }
}
