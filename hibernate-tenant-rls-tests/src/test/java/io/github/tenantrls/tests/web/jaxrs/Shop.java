// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.jaxrs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import io.github.tenantrls.tests.web.http.Stock;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The resources of all tests here; public, as Jakarta REST wants them. */
@Path("/")
public class Shop {

    private final Stock stock;

    public Shop(Stock stock) {
        this.stock = stock;
    }

    @GET
    @Path("items")
    public String items() {
        return stock.read();
    }

    @GET
    @Path("t/{tenant}/items")
    public String itemsOf() {
        return stock.read();
    }

    @POST
    @Path("items")
    public String sent(Posted posted) {
        return posted.who() + " and " + stock.read();
    }

    /** An entity that is read by {@link PostedReader}. */
    public record Posted(String who) {}

    @GET
    @Path("public/who")
    public String who() {
        return Stock.who();
    }

    @GET
    @Path("streams")
    public StreamingOutput streams() {
        return out -> out.write(stock.read().getBytes(UTF_8));
    }

    @GET
    @Path("suspended")
    public void suspended(@Suspended AsyncResponse response) {
        StreamingOutput entity = out -> out.write((" writes " + stock.read()).getBytes(UTF_8));
        new Thread(() -> response.resume(entity)).start();
    }

    @GET
    @Path("expires")
    public void expires(@Suspended AsyncResponse response) {
        response.setTimeout(1, TimeUnit.MILLISECONDS);
    }

    @GET
    @Path("stage")
    public CompletionStage<String> stage() {
        TenantSnapshot snapshot = TenantContext.snapshot();
        return CompletableFuture.supplyAsync(Stock::who)
                .thenApplyAsync(snapshot.function(before -> before + " then " + stock.read()));
    }

    @GET
    @Path("fails")
    public String fails() {
        throw new IllegalStateException("the application fails");
    }

    @GET
    @Path("overflows")
    public String overflows() {
        return TenantContext.callAs(B, this::overflows);
    }

    @GET
    @Path("forgets")
    @SuppressWarnings("MustBeClosedChecker")
    public String forgets() {
        TenantContext.open(B);
        return Stock.who();
    }

    @GET
    @Path("suspends")
    public String suspends() {
        stock.suspend(A);
        return stock.read();
    }

    @Path("located")
    public Located located() {
        return new Located(stock, Stock.who());
    }

    /** A resource that is not there before the request is. */
    public static class Located {
        private final Stock stock;
        private final String located;

        Located(Stock stock, String located) {
            this.stock = stock;
            this.located = located;
        }

        @GET
        @Path("items")
        public String items() {
            return located + " then " + stock.read();
        }
    }
}
