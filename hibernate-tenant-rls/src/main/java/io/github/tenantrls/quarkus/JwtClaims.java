// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.quarkus;

import java.security.Principal;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

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

    /** Loaded only where MicroProfile JWT is. */
    private static final class Token {
        static Optional<Object> claim(Principal principal, String name) {
            return principal instanceof JsonWebToken token
                    ? Optional.ofNullable(token.getClaim(name))
                    : Optional.empty();
        }
    }
}
