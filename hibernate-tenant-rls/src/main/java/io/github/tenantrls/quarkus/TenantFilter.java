// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.quarkus;

import io.github.tenantrls.web.TenantRequest;
import io.github.tenantrls.web.TenantResolver;
import io.quarkus.runtime.BlockingOperationControl;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tenant of each request to Quarkus REST, after it is known who asks; what is refused goes no further.
 *
 * <p>Quarkus finds it. Without a bean of class {@link TenantResolver} no request has a tenant.
 */
public class TenantFilter {

    private final Instance<TenantResolver> resolver;
    private final RequestTenant tenant;

    @Inject
    TenantFilter(Instance<TenantResolver> resolver, RequestTenant tenant) {
        this.resolver = resolver;
        this.tenant = tenant;
    }

    /**
     * Finds it.
     *
     * @param routing the request as Vert.x has it
     * @param rest the same request as Quarkus REST has it
     * @return when it is known; fails with {@link io.github.tenantrls.web.TenantRefusedException}
     */
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 100)
    public Uni<Void> findTenant(RoutingContext routing, ContainerRequestContext rest) {
        if (!resolver.isResolvable()) {
            return Uni.createFrom().voidItem();
        }
        TenantRequest request = QuarkusRequest.of(routing, rest);
        RequestTenant found = tenant.ofThisRequest();
        Uni<Void> finding = Uni.createFrom().item(() -> find(request, found));
        // the table of the tenants may be looked into, which the event loop must not wait for
        return BlockingOperationControl.isBlockingAllowed()
                ? finding
                : finding.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private @Nullable Void find(TenantRequest request, RequestTenant found) {
        resolver.get().resolve(request).ifPresent(found::set);
        return null;
    }
}
