// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.web.http.Client;
import io.github.tenantrls.tests.web.http.Site;
import io.github.tenantrls.tests.web.http.Stock;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantProblems;
import io.github.tenantrls.web.TenantResolver;
import jakarta.ws.rs.ext.RuntimeDelegate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application of resources. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JaxrsTests {

    static final TenantAnswers TELLING = TenantProblems.telling();

    final Site site = new Site("/shop");
    final Stock stock;

    JaxrsTests(Database database) {
        stock = Stock.in(database);
    }

    /** Adds what the tests need. */
    abstract void add(Site site);

    TenantResolver resolver() {
        return stock.resolver().excluded("/public/*").build();
    }

    @BeforeAll
    void start() throws Exception {
        add(site);
        site.start();
    }

    /** A client of a tenant. */
    Client client(String tenant) {
        return site.client().user(tenant, tenant);
    }

    static void assertIs(Client.Response response, String body) {
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.status()).isEqualTo(200);
    }

    static void assertRefused(Client.Response response, String type) {
        assertThat(response.body()).contains("\"type\":\"tag:tenantrls.github.io,2026:" + type + "\"");
        assertThat(response.head())
                .startsWith("http/1.1 404")
                .contains("content-type: application/problem+json", "cache-control: no-store");
    }

    @AfterAll
    void stop() throws Exception {
        site.close();
        stock.close();
        RuntimeDelegate.setInstance(null);
    }
}
