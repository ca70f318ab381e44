// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import io.github.tenantrls.TenantSnapshot;
import jakarta.ws.rs.core.FeatureContext;
import org.jboss.resteasy.spi.ApplicationException;
import org.jboss.resteasy.spi.Failure;
import org.jboss.resteasy.spi.HttpRequest;
import org.jboss.resteasy.spi.HttpResponse;
import org.jboss.resteasy.spi.MethodInjector;
import org.jboss.resteasy.spi.ResteasyProviderFactory;
import org.jboss.resteasy.spi.ValueInjector;
import org.jspecify.annotations.Nullable;

/** Has RESTEasy call resource methods in a block for the tenant of the request, on whatever thread. */
final class ResteasyBlock implements MethodInjector {

    private final MethodInjector injector;

    ResteasyBlock(MethodInjector injector) {
        this.injector = injector;
    }

    static void register(FeatureContext context) {
        ResteasyProviderFactory factory = (ResteasyProviderFactory) context.getConfiguration();
        factory.setInjectorFactory(new ResteasyInjectors(factory.getInjectorFactory()));
    }

    @Override
    public @Nullable Object invoke(HttpRequest request, HttpResponse response, Object resource)
            throws Failure, ApplicationException {
        TenantSnapshot snapshot = RequestTenant.from(request.getAttribute(RequestTenant.PROPERTY));
        return snapshot.<@Nullable Object, ApplicationException>call(
                () -> injector.invoke(request, response, resource));
    }

    @Override
    public Object injectArguments(HttpRequest request, HttpResponse response) throws Failure {
        return injector.injectArguments(request, response);
    }

    @Override
    public ValueInjector[] getParams() {
        return injector.getParams();
    }

    @Override
    public boolean expectsBody() {
        return injector.expectsBody();
    }
}
