// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The notes; not a word of tenants. */
// tag::resource[]
@Path("/notes")
@ApplicationScoped
@Transactional
@Produces(MediaType.TEXT_PLAIN)
public class Notes {

    @Inject
    EntityManager session;

    @GET
    public String all() {
        return lines(session.createQuery("select n.text from Note n order by n.id", String.class)
                .getResultList());
    }

    @POST
    public String add(String text) {
        Note note = new Note(text);
        session.persist(note);
        return String.valueOf(note.getId());
    }
    // end::resource[]

    @GET
    @Path("/{id}")
    public String one(@PathParam("id") long id) {
        return find(id).getText();
    }

    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") long id) {
        session.remove(find(id));
    }

    /** What nobody should write: the client's text becomes part of the statement. */
    @GET
    @Path("/search")
    public String search(@QueryParam("text") String text) {
        return lines(session.createNativeQuery("select text from note where text like '%" + text + "%'", String.class)
                .getResultList());
    }

    private Note find(long id) {
        Note note = session.find(Note.class, id);
        if (note == null) {
            throw new NotFoundException();
        }
        return note;
    }

    private static String lines(List<?> texts) {
        return String.join("\n", texts.stream().map(String::valueOf).toList());
    }
}
