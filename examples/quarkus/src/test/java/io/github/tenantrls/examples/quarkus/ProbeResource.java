// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.github.tenantrls.TenantContext;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import org.hibernate.Session;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;

/** What an application may do, and what it should not, to be looked at from outside. */
@Path("/probe")
public class ProbeResource {

    @Inject
    Session session;

    @Inject
    ManagedExecutor executor;

    @GET
    @Path("sql")
    @Transactional
    public List<String> nativeSql() {
        return session.createNativeQuery("select name from project order by name", String.class)
                .getResultList();
    }

    @POST
    @Path("forged")
    @Transactional
    public String forged(String tenant) throws SQLException {
        try {
            session.createNativeMutationQuery("insert into project (id, name, tenant_id) values (-1, 'Trojan', cast(? as uuid))")
                    .setParameter(1, tenant)
                    .executeUpdate();
            return "done";
        } catch (jakarta.persistence.PersistenceException e) {
            return e instanceof org.hibernate.exception.ConstraintViolationException c ? c.getSQLState() : e.toString();
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

    @GET
    @Path("thread")
    public String thread() {
        return Thread.currentThread().getName() + " " + TenantContext.current().isPresent();
    }

    @GET
    @Path("event-loop")
    @NonBlocking
    public Uni<String> eventLoop() {
        String before = current();
        return Uni.createFrom()
                .item(ProbeResource::current)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(after -> before + " " + after);
    }

    @GET
    @Path("managed")
    public CompletionStage<String> managed() {
        return executor.supplyAsync(ProbeResource::current);
    }

    @GET
    @Path("unmanaged")
    public String unmanaged() {
        return CompletableFuture.supplyAsync(ProbeResource::current).join();
    }

    @GET
    @Path("system")
    @Transactional
    public long system() {
        return TenantContext.callAsSystem("counts what there is", () -> session.createQuery(
                        "select count(*) from Project", Long.class)
                .getSingleResult());
    }

    private static String current() {
        return TenantContext.current().map(Object::toString).orElse("none");
    }
}
