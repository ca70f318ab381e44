// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import org.jspecify.annotations.Nullable;

/** What to throw for requests that are not handled; the reasons are fixed texts. */
final class Refused {

    private Refused() {}

    static TenantRefusedException malformed(String why) {
        return malformed(why, null);
    }

    static TenantRefusedException malformed(String why, @Nullable Throwable cause) {
        return new TenantRefusedException(
                TenantRefusal.MALFORMED,
                "The request is not handled, because what it states cannot be a tenant: " + why
                        + "; the client must state one plainly",
                cause);
    }

    static TenantRefusedException invalidToken(String why, @Nullable Throwable cause) {
        return new TenantRefusedException(
                TenantRefusal.INVALID_TOKEN,
                "The request is not handled, because its token does not hold: " + why + "; the client needs another",
                cause);
    }
}
