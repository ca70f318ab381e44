// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A setting that connections of the runtime role begin with, and that should not be set.
 *
 * @param setting its name
 * @param scope where it is set
 * @param role the role for which it is set, or {@code null} for all
 * @param database the database for which it is set, or {@code null} for all
 */
record PresetFacts(
        String setting,
        Scope scope,
        @Nullable String role,
        @Nullable String database) {

    /** Where a setting can come from. */
    enum Scope {
        /** {@code alter role} or {@code alter database}. */
        CATALOG,
        /** Anything else: the JDBC URL, what a pool runs first, the server's configuration. */
        CONNECTION
    }

    /** What it is set on, for people. */
    String place() {
        if (scope == Scope.CONNECTION) {
            return "on the connection, by its URL, the pool's first statement, or the configuration of the server";
        }
        String where = database == null ? "" : " in database " + database;
        return role == null
                ? (database == null ? "for all roles" : "for database " + database)
                : "for role " + role + where;
    }

    /** The role or the database that it is set on; without one of them, the role that finds it. */
    String subject(String self) {
        return role != null ? role : database != null ? database : self;
    }

    List<String> reset() {
        if (scope == Scope.CONNECTION) {
            return List.of();
        }
        if (role == null && database != null) {
            return List.of("alter database " + quote(database) + " reset " + sqlName());
        }
        return List.of("alter role " + (role == null ? "all" : quote(role))
                + (database == null ? "" : " in database " + quote(database)) + " reset " + sqlName());
    }

    private String sqlName() {
        return Arrays.stream(setting.split("\\.", -1)).map(part -> quote(part)).collect(Collectors.joining("."));
    }
}
