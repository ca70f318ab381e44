// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;

/** A factory of a contender, and how its application uses it. Thread-safe. */
final class Application {

    final Tenancy tenancy;
    private final SessionFactory factory;

    Application(Tenancy tenancy, SessionFactory factory) {
        this.tenancy = tenancy;
        this.factory = factory;
    }

    /** Does something in a session and a transaction for a tenant. */
    void inTransaction(UUID tenant, Consumer<Session> work) {
        in(tenant, work, Transaction::commit);
    }

    /** As {@link #inTransaction}, and rolls it back. */
    void rolledBack(UUID tenant, Consumer<Session> work) {
        in(tenant, work, Transaction::rollback);
    }

    private void in(UUID tenant, Consumer<Session> work, Consumer<Transaction> end) {
        tenancy.runAs(tenant, () -> {
            try (Session session = factory.openSession()) {
                Transaction transaction = session.beginTransaction();
                work.accept(session);
                end.accept(transaction);
            }
        });
    }

    /** What the application says in a session of a tenant. */
    Statements statements(Session session, UUID tenant) {
        return new Statements(tenancy, session, tenant);
    }

    /** Closes the factory. */
    void close() {
        factory.close();
    }
}
