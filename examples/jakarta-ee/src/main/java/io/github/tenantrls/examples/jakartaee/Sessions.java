// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.TransactionScoped;

/** An {@code EntityManager} for each transaction, opened when it is first used; an application server has such ones. */
// tag::sessions[]
@ApplicationScoped
public class Sessions {

    @Produces
    @TransactionScoped
    EntityManager open(EntityManagerFactory factory) {
        return factory.createEntityManager();
    }

    void close(@Disposes EntityManager session) {
        session.close();
    }
}
// end::sessions[]
