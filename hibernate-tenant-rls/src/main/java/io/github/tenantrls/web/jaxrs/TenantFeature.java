// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantWebSettings;
import jakarta.persistence.EntityManagerFactory;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.util.Objects;

/**
 * Has resource methods work for the tenant of their request, or for none, in applications of Jersey and RESTEasy that run
 * without a servlet container. In one, use {@code TenantFilter} instead, which covers all that handles a request; and
 * register a {@link TenantExceptionMapper}.
 *
 * <p>The tenant is there in resource methods, and while entities are read and written, on whatever thread that is. It is not
 * there in filters, exception mappers, locators of sub-resources and constructors of resources, and on threads that the
 * application starts: {@link TenantContext#snapshot} hands it over. Filters of requests and responses cannot hold a tenant on
 * a thread reliably, because a thread leaves a suspended request behind without any of them being told; so this wraps the
 * calls of resource methods, for which the two implementations have means of their own.
 *
 * <p>A request that is refused is answered after matching and after filters of priority {@code AUTHENTICATION}; the resource
 * method is not called. A tenant that is suspended or deleted meanwhile is answered likewise.
 *
 * <p>Immutable and thread-safe.
 */
public final class TenantFeature implements Feature {

    private final TenantResolver resolver;
    private final TenantAnswers answers;

    /**
     * Creates it.
     *
     * @param resolver finds the tenant of each request
     * @param answers how refused requests are answered
     */
    public TenantFeature(TenantResolver resolver, TenantAnswers answers) {
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        this.answers = Objects.requireNonNull(answers, "answers");
    }

    /**
     * The feature that the settings of a persistence unit describe, see {@link TenantWebSettings}.
     *
     * @param factory a factory that uses this library's connection provider
     * @return the feature
     * @throws TenantRlsException if the settings describe none, or one of them is unknown or cannot be read
     */
    public static TenantFeature of(EntityManagerFactory factory) {
        return new TenantFeature(TenantResolver.of(factory), TenantAnswers.of(factory.getProperties()));
    }

    /**
     * Registers what is needed.
     *
     * @throws TenantRlsException if this is neither Jersey nor RESTEasy
     */
    @Override
    public boolean configure(FeatureContext context) {
        wrapCalls(context);
        context.register(new RequestFilter(resolver, answers));
        context.register(new EntityBlock());
        context.register(new TenantExceptionMapper(answers));
        return true;
    }

    private static void wrapCalls(FeatureContext context) {
        String implementation = context.getConfiguration().getClass().getName();
        if (implementation.startsWith("org.glassfish.jersey.")) {
            JerseyBlock.register(context);
        } else if (implementation.startsWith("org.jboss.resteasy.")) {
            ResteasyBlock.register(context);
        } else {
            throw new TenantRlsException(
                    "Resource methods cannot be called for tenants, because this is neither Jersey nor"
                            + " RESTEasy; run them in a servlet container behind TenantFilter");
        }
    }
}
