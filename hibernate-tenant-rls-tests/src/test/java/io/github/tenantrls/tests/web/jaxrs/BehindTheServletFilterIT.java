// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.jaxrs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.web.http.Client;
import io.github.tenantrls.tests.web.http.Site;
import io.github.tenantrls.tests.web.http.Stock;
import io.github.tenantrls.web.TenantProblems;
import io.github.tenantrls.web.jaxrs.TenantExceptionMapper;
import io.github.tenantrls.web.servlet.TenantFilter;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resources in a servlet container: the servlet filter covers all that handles a request. */
@ExtendWith(DatabaseExtension.class)
class BehindTheServletFilterIT {

    @AfterEach
    void no_implementation_is_chosen() {
        RuntimeDelegate.setInstance(null);
    }

    @ParameterizedTest
    @EnumSource
    void all_of_a_request_is_handled_for_its_tenant(Implementation implementation, Database database) throws Exception {
        try (Stock stock = Stock.in(database);
                Site site = site(stock, implementation, new TenantExceptionMapper(TenantProblems.telling()))) {
            for (String tenant : List.of("a", "b", "c")) {
                Client client = site.client().user(tenant, tenant);
                assertThat(client.get("/items").body()).isEqualTo(tenant);
                assertThat(client.get("/streams").body()).isEqualTo(tenant);
                assertThat(client.post("/items", "any").body()).isEqualTo(tenant + " and " + tenant);
                assertThat(client.get("/located/items").body()).isEqualTo(tenant + " then " + tenant);
            }
            assertThat(site.client().user("a", "b").get("/items").body()).contains("forbidden-tenant");
            assertThat(site.client().user("a", "a").get("/expires").status()).isEqualTo(503);
            assertThat(site.client().user("a", "a").get("/suspends").body()).contains("suspended-tenant");
            stock.activate(A);
            assertThat(site.left()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_the_mapper_a_tenant_that_is_suspended_meanwhile_is_an_error(
            Implementation implementation, Database database) throws Exception {
        try (Stock stock = Stock.in(database);
                Site site = site(stock, implementation, new PostedReader())) {
            assertThat(site.client().user("a", "a").get("/suspends").status()).isEqualTo(500);
            stock.activate(A);
        }
    }

    private static Site site(Stock stock, Implementation implementation, Object provider) throws Exception {
        Site site = new Site("/shop").filter(new TenantFilter(stock.resolver().build(), TenantProblems.telling()));
        implementation.add(site, new Shop(stock), List.of(provider, new PostedReader()));
        return site.start();
    }
}
