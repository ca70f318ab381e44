// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** What is handled without a tenant. */
@Path("/open")
public class OpenResource {

    @Inject
    EntityManager session;

    @GET
    @Path("thread")
    public String thread() {
        return ProbeResource.threadAndTenant();
    }

    @GET
    @Path("projects")
    public List<String> projects() {
        return session.createQuery("select name from Project", String.class).getResultList();
    }
}
