// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import io.github.tenantrls.TenantSnapshot;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.InvocationHandler;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.internal.inject.Binding;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Invocable;
import org.glassfish.jersey.server.spi.internal.ResourceMethodInvocationHandlerProvider;

/** Has Jersey call resource methods in a block for the tenant of the request, on whatever thread. */
final class JerseyBlock implements ResourceMethodInvocationHandlerProvider {

    private final Provider<ContainerRequest> request;

    @Inject
    JerseyBlock(Provider<ContainerRequest> request) {
        this.request = request;
    }

    static void register(FeatureContext context) {
        context.register(new AbstractBinder() {
            @Override
            protected void configure() {
                Binding<JerseyBlock, ?> block = bind(JerseyBlock.class);
                block.to(ResourceMethodInvocationHandlerProvider.class);
                block.in(Singleton.class);
            }
        });
    }

    @Override
    public InvocationHandler create(Invocable invocable) {
        return (resource, method, arguments) -> snapshot().call(() -> method.invoke(resource, arguments));
    }

    private TenantSnapshot snapshot() {
        return RequestTenant.from(request.get().getProperty(RequestTenant.PROPERTY));
    }
}
