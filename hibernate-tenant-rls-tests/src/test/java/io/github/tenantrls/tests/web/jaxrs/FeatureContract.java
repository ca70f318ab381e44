// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.jaxrs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.web.http.Client;
import io.github.tenantrls.tests.web.http.Site;
import io.github.tenantrls.web.jaxrs.TenantFeature;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code TenantFeature} promises, without a servlet filter; after each test nothing is left on any thread. */
abstract class FeatureContract extends JaxrsTests {

    private final Implementation implementation;

    FeatureContract(Database database, Implementation implementation) {
        super(database);
        this.implementation = implementation;
    }

    @Override
    void add(Site site) {
        implementation.add(site, new Shop(stock), List.of(new TenantFeature(resolver(), TELLING), new PostedReader()));
    }

    @AfterEach
    void nothing_is_left_on_a_thread() {
        assertThat(site.left()).isEmpty();
    }

    @Test
    void a_resource_method_sees_the_rows_of_the_tenant_alone() {
        for (String tenant : List.of("a", "b", "c", "a")) {
            assertIs(client(tenant).get("/items"), tenant);
            assertIs(client(tenant).get("/t/tenant-" + tenant + "/items"), tenant);
        }
    }

    @Test
    void without_policies_a_resource_method_sees_all_rows() {
        stock.withoutPolicies(() -> assertIs(client("a").get("/items"), "a,b,c,d"));
    }

    @Test
    void entities_are_read_and_written_for_the_tenant() {
        for (String tenant : List.of("a", "b", "c")) {
            assertIs(client(tenant).post("/items", "any"), tenant + " and " + tenant);
            assertIs(client(tenant).get("/streams"), tenant);
        }
    }

    @Test
    void what_resumes_a_request_on_another_thread_writes_for_its_tenant() {
        for (String tenant : List.of("a", "b", "c")) {
            assertIs(client(tenant).get("/suspended"), " writes " + tenant);
        }
    }

    @Test
    void a_request_that_expires_leaves_nothing() {
        assertThat(client("a").get("/expires").status()).isEqualTo(503);
        assertIs(client("b").get("/items"), "b");
    }

    @Test
    void a_stage_on_another_thread_has_the_tenant_only_if_it_is_handed_over() {
        assertIs(client("a").get("/stage"), "- then a");
        assertIs(client("b").get("/stage"), "- then b");
    }

    @Test
    void a_locator_has_no_tenant_and_what_it_locates_has() {
        assertIs(client("a").get("/located/items"), "- then a");
    }

    @Test
    void an_excluded_path_is_handled_without_a_tenant() {
        assertIs(client("a").get("/public/who"), "-");
    }

    @Test
    void a_hostile_client_is_refused() {
        assertRefused(site.client().user("a", "b").get("/items"), "forbidden-tenant");
        assertRefused(site.client().user("a", "z").get("/items"), "unknown-tenant");
        assertRefused(site.client().with("User", "a").get("/items"), "missing-tenant");
        assertRefused(site.client().with("User", "a").get("/t/tenant-b/items"), "forbidden-tenant");
        assertRefused(site.client().with("User", "a").get("/t/tenant-b;x=1/items"), "malformed-tenant");
        assertThat(site.client()
                        .with("User", "a")
                        .get("/t/tenant-a/%2e%2e/tenant-b/items")
                        .status())
                .isNotEqualTo(200);
    }

    @Test
    void whatever_a_resource_method_throws_or_forgets_nothing_is_left() {
        assertThat(client("a").get("/fails").status()).isEqualTo(500);
        assertThat(client("a").get("/overflows").status()).isEqualTo(500);
        assertIs(client("a").get("/forgets"), "b");
        assertThat(client("a").get("/nothing").status()).isEqualTo(404);
        assertIs(client("c").get("/items"), "c");
    }

    @Test
    void a_tenant_that_is_suspended_meanwhile_is_refused() {
        try {
            Client.Response response = client("a").get("/suspends");
            assertRefused(response, "suspended-tenant");
            assertIs(client("b").get("/items"), "b");
        } finally {
            stock.activate(A);
        }
    }
}
