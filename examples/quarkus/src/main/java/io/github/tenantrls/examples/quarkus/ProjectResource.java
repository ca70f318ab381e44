// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.quarkus.security.Authenticated;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

// No word of tenants: which one it is was decided before, and PostgreSQL shows no other's rows.
// tag::resource[]
@Path("/projects")
@Authenticated
public class ProjectResource {

    @Inject
    EntityManager session;

    @GET
    public List<String> names() {
        return session.createQuery("select name from Project order by name", String.class)
                .getResultList();
    }

    @POST
    @Transactional
    public long add(String name) {
        Project project = new Project(name);
        session.persist(project);
        return project.getId();
    }
    // end::resource[]

    @GET
    @Path("{id}")
    public String name(@PathParam("id") long id) {
        @Nullable Project project = session.find(Project.class, id);
        if (project == null) {
            throw new NotFoundException();
        }
        return project.getName();
    }
}
