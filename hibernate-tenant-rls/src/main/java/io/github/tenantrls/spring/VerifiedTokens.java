// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * The claims of the token by which somebody was authenticated: a bearer JWT, or the ID token of OpenID Connect. Attributes that
 * a provider tells of its users are not among them, since users may choose those.
 */
final class VerifiedTokens {

    private VerifiedTokens() {}

    static Optional<Object> claim(Authentication who, String name) {
        return token(who).map(token -> token.getClaims().get(name));
    }

    private static Optional<ClaimAccessor> token(Authentication who) {
        if (who.getPrincipal() instanceof OidcUser user) {
            return Optional.ofNullable(user.getIdToken());
        }
        return who.getCredentials() instanceof ClaimAccessor token ? Optional.of(token) : Optional.empty();
    }
}
