// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.servlet;

import io.github.tenantrls.internal.web.PrincipalClaims;
import io.github.tenantrls.web.TenantRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of Jakarta Servlet. */
record ServletTenantRequest(HttpServletRequest request) implements TenantRequest {

    /** In front of a path of which it cannot be told where the application's begins: nobody reads dots in only one way. */
    private static final String AMBIGUOUS = "/.";

    @Override
    public List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
    }

    @Override
    public String rawPath() {
        String path = request.getRequestURI();
        String root = request.getContextPath();
        boolean below = path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
        return below ? path.substring(root.length()) : AMBIGUOUS + path;
    }

    /** Since HTTP/2, {@code :authority} stands where {@code Host} was; before, no header means that no host was named. */
    @Override
    public @Nullable String host() {
        String header = request.getHeader("Host");
        boolean older = request.getProtocol().startsWith("HTTP/1.")
                || request.getProtocol().startsWith("HTTP/0.");
        return header != null || older ? header : request.getServerName();
    }

    @Override
    public Optional<Principal> principal() {
        return Optional.ofNullable(request.getUserPrincipal());
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
