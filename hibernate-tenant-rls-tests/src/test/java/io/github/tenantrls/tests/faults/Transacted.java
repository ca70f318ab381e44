// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import org.hibernate.SharedSessionContract;
import org.hibernate.Transaction;
import org.hibernate.resource.transaction.spi.TransactionStatus;

/** A transaction of one of the kinds that there are, around some work. */
interface Transacted {

    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    void begin() throws Exception;

    void commit() throws Exception;

    /** Does nothing where there is nothing to be rolled back. */
    void rollback() throws Exception;

    /** Does it, and tells the effects how it ended. */
    default void run(Effects effects, Work work) throws Exception {
        try {
            begin();
            work.run();
            effects.committing();
            commit();
            effects.committed();
        } catch (Throwable failure) {
            effects.failed(failure);
            try {
                rollback();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }

    static Transacted of(SharedSessionContract session) {
        return new Transacted() {
            @Override
            public void begin() {
                session.beginTransaction();
            }

            /** Hibernate rolls back without a word what is marked for rollback. */
            @Override
            public void commit() {
                if (session.getTransaction().getStatus() == TransactionStatus.MARKED_ROLLBACK) {
                    throw new Scene.Swallowed();
                }
                session.getTransaction().commit();
            }

            @Override
            public void rollback() {
                Transaction transaction = session.getTransaction();
                if (transaction.isActive()) {
                    transaction.rollback();
                }
            }
        };
    }

    static Transacted of(Connection connection) {
        return new Transacted() {
            @Override
            public void begin() throws Exception {
                connection.setAutoCommit(false);
            }

            @Override
            public void commit() throws Exception {
                connection.commit();
            }

            @Override
            public void rollback() throws Exception {
                connection.rollback();
            }
        };
    }

    /** One of the transaction manager's, on the current thread. */
    static Transacted of(TransactionManager transactions) {
        return new Transacted() {
            @Override
            public void begin() throws Exception {
                transactions.begin();
            }

            @Override
            public void commit() throws Exception {
                transactions.commit();
            }

            @Override
            public void rollback() throws Exception {
                if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
                    transactions.rollback();
                }
            }
        };
    }
}
