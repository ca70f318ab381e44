// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.servlet;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.web.http.Page;
import io.github.tenantrls.tests.web.http.Site;
import io.github.tenantrls.tests.web.http.Stock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** For whom a request is handled, and whether anything is left of it. */
class TenantFilterIT extends FilterTests {

    private final AtomicInteger handled = new AtomicInteger();

    TenantFilterIT(Database database) {
        super(database);
    }

    @Override
    void add(Site site) {
        site.filter((request, response, chain) -> {
                    try (TenantContext.Scope scope = TenantContext.open(B)) { // as if it had been left on the thread
                        chain.doFilter(request, response);
                    }
                })
                .filter(filter())
                .servlet("/items", Page.of(this::counted))
                .servlet("/t/*", items())
                .servlet("/public/items", items())
                .servlet("/public/who", Page.of(Stock::who))
                .servlet("/optional/who", Page.of(Stock::who))
                .servlet("/forgets", Page.of(TenantFilterIT::forget))
                .servlet("/overflows", Page.of(TenantFilterIT::overflow))
                .servlet("/suspends", new Page((request, response) -> {
                    response.setHeader("Set-Cookie", "of=the application");
                    response.getWriter().write("what A must not see any more");
                    stock.suspend(A);
                    stock.read();
                }))
                .servlet("/suspends/late", new Page((request, response) -> {
                    response.getWriter().write("sent");
                    response.flushBuffer();
                    stock.suspend(A);
                    stock.read();
                }));
    }

    private String counted() {
        handled.incrementAndGet();
        return stock.read();
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static String forget() {
        TenantContext.open(B);
        return Stock.who();
    }

    private static String overflow() {
        return TenantContext.callAs(B, TenantFilterIT::overflow);
    }

    @Test
    void a_request_sees_the_rows_of_its_tenant_alone() {
        for (String tenant : List.of("a", "b", "c", "a")) {
            assertIs(client(tenant).get("/items"), tenant);
            assertIs(client().with("User", tenant).get("/t/tenant-" + tenant + "/items"), tenant);
            assertIs(
                    client().with("User", tenant)
                            .with("Host", "tenant-" + tenant + ".app.example.com:8080")
                            .get("/items"),
                    tenant);
        }
    }

    @Test
    void without_policies_a_request_sees_all_rows() {
        stock.withoutPolicies(() -> assertIs(client("a").get("/items"), "a,b,c,d"));
        assertIs(client("a").get("/items"), "a");
    }

    @Test
    void a_hostile_client_is_refused_and_nothing_of_the_application_runs() {
        handled.set(0);
        assertRefused(client().user("a", "b").get("/items"), "forbidden-tenant");
        assertRefused(client().with("X-Tenant-Id", "tenant-b").get("/items"), "forbidden-tenant");
        assertRefused(client().user("a", "z").get("/items"), "unknown-tenant");
        assertRefused(client().with("User", "a").get("/items"), "missing-tenant");
        assertRefused(client().user("a", "a,tenant-b").get("/items"), "malformed-tenant");
        assertRefused(client().with("User", "a").get("/t/tenant-a/..;/tenant-b/items"), "malformed-tenant");
        assertRefused(client().with("User", "a").get("/t/tenant-a%2f..%2ftenant-b/items"), "malformed-tenant");
        assertRefused(
                client().with("User", "a")
                        .with("X-Forwarded-Host", "tenant-a.app.example.com")
                        .get("/items"),
                "missing-tenant");
        assertThat(handled).hasValue(0);
    }

    @Test
    void an_answer_repeats_nothing_of_the_request() {
        assertThat(client().user("a", "<script>").get("/items").body()).doesNotContain("script");
    }

    @Test
    void an_excluded_path_is_handled_without_the_tenant_of_the_request_and_of_the_thread() {
        assertIs(client("a").get("/public/who"), "-");
        assertThat(client("a").get("/public/items").status()).isEqualTo(500);
    }

    @Test
    void a_path_that_only_looks_excluded_needs_a_tenant() {
        assertRefused(client().get("/public/..;/items"), "malformed-tenant");
        assertRefused(client().get("/public;x/who"), "missing-tenant");
        assertRefused(client().get("/%70ublic/%2e%2e/items"), "malformed-tenant");
    }

    @Test
    void a_path_whose_root_is_written_otherwise_needs_a_tenant() {
        String request = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        assertRefused(client().send("GET /%73hop/public/who" + request), "malformed-tenant");
    }

    @Test
    void a_request_on_an_optional_path_has_the_tenant_that_it_states_or_none() {
        assertIs(client().get("/optional/who"), "-");
        assertIs(client("c").get("/optional/who"), "c");
        assertRefused(client().user("c", "a").get("/optional/who"), "forbidden-tenant");
    }

    @Test
    void a_scope_that_the_application_forgets_is_not_left_on_the_thread() {
        for (int i = 0; i < 10; i++) {
            assertIs(client("a").get("/forgets"), "b");
            assertIs(client("c").get("/items"), "c");
        }
    }

    @Test
    void an_overflow_of_the_stack_leaves_nothing_on_the_thread() {
        assertThat(client("a").get("/overflows").status()).isEqualTo(500);
        assertIs(client("c").get("/items"), "c");
    }

    @Test
    void a_tenant_that_is_suspended_meanwhile_is_refused_in_place_of_what_was_written() {
        try {
            var response = client("a").get("/suspends");
            assertRefused(response, "suspended-tenant");
            assertThat(response.body()).doesNotContain("must not see");
            assertThat(response.head()).doesNotContain("set-cookie");
            assertRefused(client("a").get("/items"), "suspended-tenant");
            assertIs(client("b").get("/items"), "b");
        } finally {
            stock.activate(A);
        }
    }

    @Test
    void what_is_sent_already_is_not_answered_again() {
        try {
            assertThat(client("a").get("/suspends/late").body()).doesNotContain("tenantrls");
        } finally {
            stock.activate(A);
        }
    }

    @Test
    void a_request_without_a_host_states_none() {
        assertRefused(client().send("GET /shop/items HTTP/1.0\r\nUser: a\r\n\r\n"), "missing-tenant");
    }
}
