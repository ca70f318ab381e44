// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.servlet;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.web.http.Page;
import io.github.tenantrls.tests.web.http.Site;
import io.github.tenantrls.tests.web.http.Stock;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** For whom that runs what a request is dispatched to. */
class DispatchesIT extends FilterTests {

    DispatchesIT(Database database) {
        super(database);
    }

    @Override
    void add(Site site) {
        site.filter((request, response, chain) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST && hasHeader(request, "X-Fails")) {
                        ((HttpServletResponse) response).sendError(503);
                    } else {
                        chain.doFilter(request, response);
                    }
                })
                .filter(filter())
                .servlet(
                        "/names",
                        new Page((request, response) -> response.getWriter()
                                .write(String.join("\n", Collections.list(request.getAttributeNames())))))
                .errorPage("/error")
                .servlet("/items", items())
                .servlet("/who", Page.of(Stock::who))
                .servlet("/public/who", Page.of(Stock::who))
                .servlet("/error", Page.of(() -> "error of " + Stock.who()))
                .servlet("/fails", new Page((request, response) -> {
                    throw new IllegalStateException("the application fails");
                }))
                .servlet("/sends", new Page((request, response) -> response.sendError(418)));
        addNested(site);
        addAsync(site);
    }

    private static boolean hasHeader(ServletRequest request, String name) {
        return ((HttpServletRequest) request).getHeader(name) != null;
    }

    private static void addNested(Site site) {
        site.servlet("/forwards", forward("/items"))
                .servlet("/forwards/out", forward("/public/who"))
                .servlet("/public/forwards", forward("/items"))
                .servlet(
                        "/public/acts",
                        new Page((request, response) -> TenantContext.callAs(C, () -> {
                            request.getRequestDispatcher("/items").forward(request, response);
                            return true;
                        })))
                .servlet("/includes", new Page((request, response) -> {
                    response.getWriter().write(Stock.who() + " includes ");
                    request.getRequestDispatcher("/items").include(request, response);
                }))
                .servlet("/acts/and/includes", new Page((request, response) -> {
                    TenantContext.callAs(C, () -> {
                        request.getRequestDispatcher("/items").include(request, response);
                        return true;
                    });
                    response.getWriter().write(" in " + Stock.who());
                }));
    }

    private static Page forward(String path) {
        return new Page(
                (request, response) -> request.getRequestDispatcher(path).forward(request, response));
    }

    private void addAsync(Site site) {
        site.servlet("/async", new Page(this::dispatch))
                .servlet("/async/out", async(context -> context.dispatch("/public/who")))
                .servlet("/public/async", async(context -> context.dispatch("/items")))
                .servlet("/public/writes", new Page((request, response) -> {
                    response.getWriter().write("written");
                    request.startAsync().dispatch("/items");
                }))
                .servlet("/async/starts", async(context -> context.start(() -> answer(context, Stock.who()))))
                .servlet("/async/carries", new Page((request, response) -> {
                    // tag::carry[]
                    AsyncContext context = request.startAsync();
                    TenantSnapshot snapshot = TenantContext.snapshot();
                    context.start(snapshot.wrap(() -> answer(context, stock.read())));
                    // end::carry[]
                }))
                .servlet("/async/expires", async(context -> context.setTimeout(100)))
                .servlet("/async/suspends", new Page((request, response) -> {
                    request.startAsync().setTimeout(100);
                    stock.suspend(A);
                    stock.read();
                }))
                .servlet("/async/throws", new Page((request, response) -> {
                    request.startAsync().setTimeout(100); // for which Jetty waits all the same
                    throw new IllegalStateException("the application fails");
                }));
    }

    private void dispatch(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            response.getWriter().write(stock.read());
        } else {
            AsyncContext context = request.startAsync();
            new Thread(context::dispatch).start();
        }
    }

    /** What is done after the request has been put aside. */
    private interface Async {
        void go(AsyncContext context);
    }

    private static Page async(Async then) {
        return new Page((request, response) -> then.go(request.startAsync()));
    }

    private static void answer(AsyncContext context, String text) {
        try {
            context.getResponse().getWriter().write(text);
            context.complete();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_is_forwarded_or_included_runs_for_the_tenant_of_the_request() {
        for (String tenant : List.of("a", "b", "c")) {
            assertIs(client(tenant).get("/forwards"), tenant);
            assertIs(client(tenant).get("/forwards/out"), tenant);
            assertIs(client(tenant).get("/includes"), tenant + " includes " + tenant);
        }
    }

    @Test
    void what_is_forwarded_or_included_runs_for_whom_the_application_acts() {
        assertIs(client("a").get("/acts/and/includes"), "c in a");
        assertIs(client("a").get("/public/acts"), "c");
    }

    @Test
    void a_forward_from_a_path_without_tenant_to_one_that_needs_it_asks_for_it() {
        assertIs(client("a").get("/public/forwards"), "a");
        assertRefused(client().user("a", "b").get("/public/forwards"), "forbidden-tenant");
        assertRefused(client().get("/public/forwards"), "missing-tenant");
    }

    @Test
    void an_asynchronous_dispatch_runs_for_the_tenant_of_the_request() {
        for (String tenant : List.of("a", "b", "c")) {
            assertIs(client(tenant).get("/async"), tenant);
            assertIs(client(tenant).get("/async/out"), tenant);
            assertIs(client(tenant).get("/public/async"), tenant);
        }
        assertRefused(client().user("a", "b").get("/public/async"), "forbidden-tenant");
    }

    @Test
    void what_was_written_before_a_dispatch_that_is_refused_is_not_sent() {
        assertRefused(client().get("/public/writes"), "missing-tenant");
    }

    @Test
    void without_policies_an_asynchronous_dispatch_sees_all_rows() {
        stock.withoutPolicies(() -> assertIs(client("a").get("/async"), "a,b,c,d"));
    }

    @Test
    void a_thread_of_the_application_has_the_tenant_only_if_it_is_handed_over() {
        assertIs(client("a").get("/async/starts"), "-");
        assertIs(client("a").get("/async/carries"), "a");
        assertIs(client("b").get("/async/carries"), "b");
    }

    @Test
    void an_error_page_runs_for_the_tenant_of_the_request() {
        for (String tenant : List.of("a", "b", "c")) {
            for (String path : List.of("/fails", "/sends", "/async/expires", "/async/throws", "/nothing")) {
                assertThat(client(tenant).get(path).body()).as(path).isEqualTo("error of " + tenant);
            }
        }
    }

    @Test
    void a_request_that_was_put_aside_is_not_answered_but_left_to_the_container() {
        try {
            assertThat(client("a").get("/async/suspends").body()).isEqualTo("error of a");
        } finally {
            stock.activate(A);
        }
    }

    @Test
    void an_error_before_the_tenant_is_found_has_a_page_without_one() {
        assertThat(client("a").with("X-Fails", "yes").get("/items").body()).isEqualTo("error of -");
    }

    @Test
    void what_a_client_sends_is_never_taken_for_what_was_found() {
        String names = client("a").get("/names").body();
        assertThat(names).contains("DispatchedTenant");
        for (String name : names.split("\n", -1)) {
            assertIs(client("a").with(name, "tenant-b").get("/items?" + name + "=tenant-b"), "a");
        }
    }
}
