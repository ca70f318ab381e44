// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import jakarta.persistence.EntityManager;
import jakarta.persistence.RollbackException;

/** Transactions of the session's own connection. */
final class LocalTransactions implements TransactionWay {

    @Override
    public void begin(EntityManager session) {
        session.getTransaction().begin();
    }

    /** Hibernate would roll back one that is marked for it, and say nothing. */
    @Override
    public void commit(EntityManager session) {
        if (session.getTransaction().getRollbackOnly()) {
            throw new RollbackException(
                    "The transaction was marked for rollback, by the action or by an exception that it"
                            + " has caught, so nothing of it can be committed");
        }
        session.getTransaction().commit();
    }

    @Override
    public void rollback(EntityManager session) {
        if (session.getTransaction().isActive()) {
            session.getTransaction().rollback();
        }
    }
}
