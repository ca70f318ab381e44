// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import java.util.List;
import java.util.stream.Stream;

/** A role that can own what the runtime role must not own. */
record FitOwner(String name, List<String> creating) {

    /** The first of the candidates whose rights the runtime role cannot have, else a role that is to be created. */
    static FitOwner of(List<String> candidates, String schema, RoleFacts role) {
        return candidates.stream()
                .filter(candidate -> !role.canActAs(candidate))
                .findFirst()
                .map(candidate -> new FitOwner(candidate, List.of()))
                .orElseGet(() -> created(schema + "_owner", schema));
    }

    /** Can be run again, for the next object. Keys are checked with the rights of the owner, who so needs the schema. */
    private static FitOwner created(String name, String schema) {
        String create = "if not exists (select from pg_catalog.pg_roles where rolname = " + literal(name)
                + ") then create role " + quote(name) + " nologin; end if;";
        return new FitOwner(
                name,
                List.of(
                        "do " + literal("begin " + create + " end"),
                        "grant usage on schema " + quote(schema) + " to " + quote(name)));
    }

    /** The statements that create it if need be, and then others. */
    List<String> then(Stream<String> statements) {
        return Stream.concat(creating.stream(), statements).toList();
    }
}
