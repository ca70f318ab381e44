// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.web.http.Site;
import io.github.tenantrls.tests.web.http.Stock;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Why {@code TenantFeature} sets no tenant in filters of Jakarta REST. */
@ExtendWith(DatabaseExtension.class)
class FiltersAloneIT {

    /** What everybody writes first: set in one filter, put back in the other. */
    private static final class Filters implements ContainerRequestFilter, ContainerResponseFilter {

        private static final String SCOPE = "scope";

        @Override
        @SuppressWarnings("MustBeClosedChecker")
        public void filter(ContainerRequestContext request) {
            request.setProperty(SCOPE, TenantContext.open(Tenants.A));
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (request.getProperty(SCOPE) instanceof TenantContext.Scope scope) {
                scope.close();
            }
        }
    }

    @AfterEach
    void no_implementation_is_chosen() {
        RuntimeDelegate.setInstance(null);
    }

    @ParameterizedTest
    @EnumSource
    void filters_leave_the_tenant_of_a_suspended_request_on_its_thread(Implementation implementation, Database database)
            throws Exception {
        try (Stock stock = Stock.in(database);
                Site site = new Site("/shop")) {
            implementation.add(site, new Shop(stock), List.of(new Filters()));
            site.start();
            assertThat(site.client().get("/items").body()).isEqualTo("a");
            assertThat(site.left()).as("where the request stays on its thread").isEmpty();
            site.client().get("/expires");
            await().untilAsserted(() -> assertThat(site.left()).isNotEmpty());
        }
    }
}
