// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;

/**
 * Transactions of a transaction manager, one after the other on each thread.
 *
 * <p>Not by Hibernate's own {@code Transaction}: that joins one which is left on the thread, and then does not commit it.
 */
final class JtaTransactions implements TransactionWay {

    private final UserTransaction transaction;

    JtaTransactions(UserTransaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void begin(EntityManager session) throws Exception {
        transaction.begin();
        session.joinTransaction();
    }

    @Override
    public void commit(EntityManager session) throws Exception {
        transaction.commit();
    }

    /** One that has ended by a timeout too: it stays with the thread until then. */
    @Override
    public void rollback(EntityManager session) throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
    }
}
