// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.web.http.Client;
import io.github.tenantrls.tests.web.http.Page;
import io.github.tenantrls.tests.web.http.Site;
import io.github.tenantrls.tests.web.http.Stock;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantProblems;
import io.github.tenantrls.web.servlet.TenantFilter;
import jakarta.servlet.Servlet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application behind the filter; after each test nothing is left on any of its threads. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FilterTests {

    static final TenantAnswers TELLING = TenantProblems.telling();

    final Site site = new Site("/shop");
    final Stock stock;

    FilterTests(Database database) {
        stock = Stock.in(database);
    }

    /** Adds what the tests need. */
    abstract void add(Site site);

    TenantFilter filter() {
        return new TenantFilter(
                stock.resolver()
                        .excluded("/public/*", "/login")
                        .optional("/optional/*")
                        .build(),
                TELLING);
    }

    @BeforeAll
    void start() throws Exception {
        add(site);
        site.start();
    }

    Servlet items() {
        return Page.of(stock::read);
    }

    Client client() {
        return site.client();
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

    @AfterEach
    void nothing_is_left_on_a_thread() {
        assertThat(site.left()).isEmpty();
    }

    @AfterAll
    void stop() throws Exception {
        site.close();
        stock.close();
    }
}
