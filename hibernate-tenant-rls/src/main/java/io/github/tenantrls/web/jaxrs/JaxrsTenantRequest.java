// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import io.github.tenantrls.internal.web.PrincipalClaims;
import io.github.tenantrls.web.TenantRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of Jakarta REST; its root is that of the application of resources. */
record JaxrsTenantRequest(ContainerRequestContext request) implements TenantRequest {

    /** In front of a path of which it cannot be told where the application's begins: nobody reads dots in only one way. */
    private static final String AMBIGUOUS = "/.";

    @Override
    public List<String> headers(String name) {
        return List.copyOf(request.getHeaders().getOrDefault(name, List.of()));
    }

    @Override
    public String rawPath() {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        String base = request.getUriInfo().getBaseUri().getRawPath();
        String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        boolean below = path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
        return below ? path.substring(root.length()) : AMBIGUOUS + path;
    }

    /** Jakarta REST does not tell apart what the client named and what the server is called; so only the header counts. */
    @Override
    public @Nullable String host() {
        return request.getHeaderString(HttpHeaders.HOST);
    }

    @Override
    public Optional<Principal> principal() {
        return Optional.ofNullable(request.getSecurityContext()).map(SecurityContext::getUserPrincipal);
    }

    @Override
    public Optional<Object> verifiedClaim(String name) {
        return PrincipalClaims.of(principal(), name);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(request) ? Optional.of(type.cast(request)) : Optional.empty();
    }
}
