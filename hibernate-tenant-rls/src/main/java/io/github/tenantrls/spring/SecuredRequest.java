// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.web.TenantRequest;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

/**
 * A request with what Spring Security knows of who asks: the thread's {@link Authentication}, and the claims of the token that
 * was verified for it.
 */
record SecuredRequest(TenantRequest request) implements TenantRequest {

    /** Without OAuth 2 there are no tokens, and the class that reads them is not loaded. */
    private static final boolean TOKENS = ClassUtils.isPresent(
            "org.springframework.security.oauth2.core.ClaimAccessor", SecuredRequest.class.getClassLoader());

    @Override
    public Optional<Principal> principal() {
        return authentication().map(Principal.class::cast).or(request::principal);
    }

    @Override
    public Optional<Object> verifiedClaim(String name) {
        return TOKENS ? authentication().flatMap(who -> VerifiedTokens.claim(who, name)) : Optional.empty();
    }

    private static Optional<Authentication> authentication() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .filter(Authentication::isAuthenticated)
                .filter(who -> !(who instanceof AnonymousAuthenticationToken));
    }

    @Override
    public List<String> headers(String name) {
        return request.headers(name);
    }

    @Override
    public String rawPath() {
        return request.rawPath();
    }

    @Override
    public @Nullable String host() {
        return request.host();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return request.unwrap(type);
    }
}
