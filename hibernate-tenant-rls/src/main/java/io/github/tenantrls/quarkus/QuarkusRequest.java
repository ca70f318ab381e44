// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.quarkus;

import io.github.tenantrls.internal.web.PrincipalClaims;
import io.github.tenantrls.web.TenantRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request as Vert.x has received it.
 *
 * @param http the request
 * @param root where the application is, such as {@code /app}
 * @param rest the same request to Quarkus REST, which knows who asks
 */
record QuarkusRequest(HttpServerRequest http, String root, ContainerRequestContext rest) implements TenantRequest {

    /** In front of a path of which it cannot be told where the application's begins: nobody reads dots in only one way. */
    private static final String AMBIGUOUS = "/.";

    static QuarkusRequest of(RoutingContext routing, ContainerRequestContext rest) {
        String mounted = routing.mountPoint();
        return new QuarkusRequest(routing.request(), mounted == null ? "" : mounted, rest);
    }

    @Override
    public List<String> headers(String name) {
        return http.headers().getAll(name);
    }

    @Override
    public String rawPath() {
        String path = http.path();
        String prefix = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
        return path.startsWith(prefix + "/") ? path.substring(prefix.length()) : AMBIGUOUS + path;
    }

    /** The real one: where Quarkus is told to believe a proxy, it would give the one that the proxy names. */
    @Override
    public @Nullable String host() {
        HostAndPort authority = http.authority(true);
        return authority == null ? null : authority.toString();
    }

    @Override
    public Optional<Principal> principal() {
        return Optional.ofNullable(rest.getSecurityContext()).map(security -> security.getUserPrincipal());
    }

    @Override
    public Optional<Object> verifiedClaim(String name) {
        return PrincipalClaims.of(principal(), name);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Stream.of(http, rest).filter(type::isInstance).map(type::cast).findFirst();
    }
}
