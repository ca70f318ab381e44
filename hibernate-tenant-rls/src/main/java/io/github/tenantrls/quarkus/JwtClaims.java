// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.quarkus;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.security.Principal;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The claims of a MicroProfile JWT. */
final class JwtClaims {

    private static final boolean PRESENT = isPresent();

    private JwtClaims() {}

    /** A claim of the token by which somebody was authenticated; empty if it was not by a token. */
    static Optional<Object> of(Principal principal, String name) {
        return PRESENT ? Token.claim(principal, name) : Optional.empty();
    }

    private static boolean isPresent() {
        try {
            Class.forName("org.eclipse.microprofile.jwt.JsonWebToken", false, JwtClaims.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Loaded only where MicroProfile JWT is, which brings JSON Processing. */
    private static final class Token {

        static Optional<Object> claim(Principal principal, String name) {
            return principal instanceof JsonWebToken token
                    ? Optional.ofNullable(plain(token.getClaim(name)))
                    : Optional.empty();
        }

        /** What is no text, whole number or array of them stays as it is, and names no tenant. */
        private static @Nullable Object plain(@Nullable Object value) {
            if (value instanceof JsonString text) {
                return text.getString();
            }
            if (value instanceof JsonNumber number && number.isIntegral()) {
                return number.bigIntegerValueExact();
            }
            return value instanceof JsonArray array
                    ? array.stream().map(Token::plain).toList()
                    : value;
        }
    }
}
