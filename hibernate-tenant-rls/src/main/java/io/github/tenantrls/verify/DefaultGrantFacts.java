// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import org.jspecify.annotations.Nullable;

/**
 * What a role is given on each table that another one creates from now on.
 *
 * @param creator the role that creates tables
 * @param schema the schema for which that holds, or {@code null} for all
 * @param grantee who is given something, or {@code null} for PUBLIC
 */
record DefaultGrantFacts(
        String creator, @Nullable String schema, @Nullable String grantee) {

    String revoke() {
        return "alter default privileges for role " + quote(creator)
                + (schema == null ? "" : " in schema " + quote(schema)) + " revoke all on tables from "
                + (grantee == null ? "public" : quote(grantee));
    }
}
