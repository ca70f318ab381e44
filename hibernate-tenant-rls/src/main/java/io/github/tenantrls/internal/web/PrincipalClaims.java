// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.web;

import java.security.Principal;
import java.util.Optional;

/** The claims of a principal that is a verified token of MicroProfile JWT, where that is there. */
public final class PrincipalClaims {

    private static final boolean MICROPROFILE = isThere("org.eclipse.microprofile.jwt.JsonWebToken");

    private PrincipalClaims() {}

    /**
     * A claim of the token that a principal is.
     *
     * @param principal who asks
     * @param name the claim's name
     * @return its value, empty if it has none, or the principal is no token
     */
    public static Optional<Object> of(Optional<Principal> principal, String name) {
        return MICROPROFILE ? principal.flatMap(who -> JsonWebTokenClaims.of(who, name)) : Optional.empty();
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, PrincipalClaims.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
