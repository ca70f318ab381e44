// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import jakarta.persistence.EntityManager;

/** How the transactions of a persistence unit are begun and ended. Thread-safe. */
interface TransactionWay {

    /** Begins one for the session on this thread; refuses while another is going on. */
    void begin(EntityManager session) throws Exception;

    /** Commits it. */
    void commit(EntityManager session) throws Exception;

    /** Rolls it back unless it has ended, and leaves none on this thread. */
    void rollback(EntityManager session) throws Exception;
}
