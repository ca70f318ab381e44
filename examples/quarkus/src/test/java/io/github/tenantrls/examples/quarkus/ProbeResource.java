// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.UnknownTenantException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.hibernate.JDBCException;
import org.hibernate.Session;

/** What an application may do, and what it should not, to be looked at from outside. */
@Path("/probe")
@Authenticated
public class ProbeResource {

    @Inject
    Session session;

    @Inject
    ManagedExecutor executor;

    @Inject
    KeptUni kept;

    @GET
    @Path("sql")
    @Transactional
    public List<String> sql() {
        return names();
    }

    @GET
    @Path("cache-hits")
    public long cacheHits() {
        return session.getSessionFactory().getStatistics().getSecondLevelCacheHitCount();
    }

    @POST
    @Path("forged")
    @Transactional
    public String forged(String tenant) {
        try {
            session.createNativeMutationQuery(
                            "insert into project (id, name, tenant_id) values (-1, 'Trojan', :tenant)")
                    .setParameter("tenant", UUID.fromString(tenant))
                    .executeUpdate();
            return "done";
        } catch (JDBCException e) {
            return e.getSQLState();
        }
    }

    @POST
    @Path("failing")
    @Transactional
    public void failing(String name) {
        session.persist(new Project(name));
        session.flush();
        throw new IllegalStateException("after the insert");
    }

    @POST
    @Path("also")
    @Transactional
    public String also(String other) {
        List<List<String>> read = List.of(
                names(),
                TenantContext.callAs(
                        UUID.fromString(other),
                        () -> QuarkusTransaction.requiringNew().call(this::names)),
                names());
        return read.stream()
                .map(names -> names.stream().collect(Collectors.joining("\",\"", "[\"", "\"]")))
                .collect(Collectors.joining(","));
    }

    @POST
    @Path("switched")
    @Transactional
    public List<String> switched(String other) {
        names();
        return TenantContext.callAs(UUID.fromString(other), this::names);
    }

    @GET
    @Path("suspended")
    public String suspended() {
        throw new SuspendedTenantException("since the request began");
    }

    @GET
    @Path("unknown")
    public String unknown() {
        throw new UnknownTenantException("since the request began");
    }

    @GET
    @Path("kept")
    @Blocking
    public Uni<String> kept() {
        return kept.names();
    }

    @GET
    @Path("thread")
    public String thread() {
        return threadAndTenant();
    }

    @GET
    @Path("event-loop")
    @NonBlocking
    public Uni<String> eventLoop() {
        String before = tenant();
        return Uni.createFrom()
                .item(ProbeResource::tenant)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(after -> before + " " + after);
    }

    @GET
    @Path("managed")
    public CompletionStage<String> managed() {
        return executor.supplyAsync(ProbeResource::tenant);
    }

    @GET
    @Path("unmanaged")
    public String unmanaged() {
        return CompletableFuture.supplyAsync(ProbeResource::tenant).join();
    }

    @GET
    @Path("system")
    public String system() {
        long all = TenantContext.callAsSystem(
                "counts what there is",
                () -> QuarkusTransaction.requiringNew()
                        .call(() -> session.createQuery("select count(*) from Project", Long.class)
                                .getSingleResult()));
        return all + " " + tenant();
    }

    private List<String> names() {
        return session.createNativeQuery("select name from project order by name", String.class)
                .getResultList();
    }

    static String threadAndTenant() {
        return Thread.currentThread().getName() + " " + tenant();
    }

    private static String tenant() {
        return TenantContext.current().map(Object::toString).orElse("none");
    }
}
