// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.web;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.security.Principal;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The claims of a token of MicroProfile JWT, which gives those of an application's own as JSON. */
final class JsonWebTokenClaims {

    private JsonWebTokenClaims() {}

    static Optional<Object> of(Principal principal, String name) {
        return principal instanceof JsonWebToken token
                ? Optional.ofNullable(plain(token.getClaim(name)))
                : Optional.empty();
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        if (value instanceof JsonNumber number && number.isIntegral()) {
            return number.bigIntegerValueExact();
        }
        return value instanceof JsonArray array
                ? array.stream().map(JsonWebTokenClaims::plain).toList()
                : value;
    }
}
