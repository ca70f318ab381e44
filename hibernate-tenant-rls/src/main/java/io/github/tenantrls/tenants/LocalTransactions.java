// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import jakarta.persistence.EntityManager;

/** Transactions of the session's own connection. */
final class LocalTransactions implements TransactionWay {

    @Override
    public void begin(EntityManager session) {
        session.getTransaction().begin();
    }

    @Override
    public void commit(EntityManager session) {
        session.getTransaction().commit();
    }

    @Override
    public void rollback(EntityManager session) {
        if (session.getTransaction().isActive()) {
            session.getTransaction().rollback();
        }
    }
}
