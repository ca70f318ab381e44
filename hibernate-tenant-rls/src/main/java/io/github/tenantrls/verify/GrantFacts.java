// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Privileges that were granted.
 *
 * @param subject what they are on, for people
 * @param object the same in SQL, with its kind
 * @param privileges the privileges in SQL, with their column if they are for one
 * @param grantee who has them, or {@code null} for PUBLIC
 * @param grantor who granted them, or {@code null} if that was the owner
 * @param grantable whether the grantee may grant them on, and may have done so
 */
record GrantFacts(
        String subject,
        String object,
        String privileges,
        @Nullable String grantee,
        @Nullable String grantor,
        boolean grantable) {

    /** Who has them, for people. */
    String holder() {
        return grantee == null ? "PUBLIC" : grantee;
    }

    /** Statements that take them away; only the one who granted them can. */
    List<String> revoke() {
        String revoke = "revoke " + privileges + " on " + object + " from "
                + (grantee == null ? "public" : quote(grantee)) + (grantable ? " cascade" : "");
        return grantor == null ? List.of(revoke) : List.of("set role " + quote(grantor), revoke, "reset role");
    }
}
