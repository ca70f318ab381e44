// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;

/** Global transactions of Narayana on the current thread. */
final class Global {

    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private Global() {}

    static void committed(Work work) throws Exception {
        ended(true, work);
    }

    static void rolledBack(Work work) throws Exception {
        ended(false, work);
    }

    /** Does something in a transaction, which is rolled back if that fails. */
    static void ended(boolean commit, Work work) throws Exception {
        TransactionManager transactions = Pool.transactions();
        transactions.begin();
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            if (done && commit) {
                transactions.commit();
            } else {
                rollBack();
            }
        }
    }

    /** Ends what is left of a test, if anything is. */
    static void rollBack() throws Exception {
        TransactionManager transactions = Pool.transactions();
        if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transactions.rollback();
        }
    }
}
