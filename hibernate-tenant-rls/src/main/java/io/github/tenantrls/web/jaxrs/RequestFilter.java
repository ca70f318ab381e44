// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantRefusedException;
import io.github.tenantrls.web.TenantResolver;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import org.jboss.logging.Logger;

/** Finds for whom a request is handled, and answers it if it is refused. Sets nothing on the thread. */
@Priority(Priorities.AUTHENTICATION + 500)
final class RequestFilter implements ContainerRequestFilter {

    private static final Logger LOG = Logger.getLogger(TenantFeature.class);

    private final TenantResolver resolver;
    private final TenantAnswers answers;

    RequestFilter(TenantResolver resolver, TenantAnswers answers) {
        this.resolver = resolver;
        this.answers = answers;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        try {
            request.setProperty(
                    RequestTenant.PROPERTY, RequestTenant.of(resolver.resolve(new JaxrsTenantRequest(request))));
        } catch (TenantRefusedException e) {
            LOG.debug("A request is refused", e);
            request.abortWith(Answer.of(answers.to(e.refusal())));
        }
    }
}
