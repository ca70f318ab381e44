// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.github.tenantrls.TenantContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What no application should do: it keeps the work that the first request has put together, for all that follow. */
@ApplicationScoped
class KeptUni {

    @Inject
    Session session;

    private @Nullable Uni<String> kept;

    synchronized Uni<String> names() {
        Uni<String> names = kept == null ? Uni.createFrom().item(this::read) : kept;
        kept = names;
        return names;
    }

    private String read() {
        try {
            return session.createQuery("select name from Project order by name", String.class)
                    .getResultList()
                    .toString();
        } catch (RuntimeException e) {
            return TenantContext.current().map(Object::toString).orElse("none") + " " + e;
        }
    }
}
