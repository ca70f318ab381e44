// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import io.github.tenantrls.TenantContext;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The two tenants of the quickstart. */
enum Tenant {
    ACME("ac3e0000-0000-4000-8000-000000000001"),
    GLOBEX("610be800-0000-4000-8000-000000000002");

    final UUID id;

    Tenant(String id) {
        this.id = UUID.fromString(id);
    }

    /** Runs work in a transaction, as the application would for a request of this tenant. */
    void run(EntityManagerFactory application, Consumer<EntityManager> work) {
        TenantContext.runAs(id, () -> application.runInTransaction(work));
    }

    /** As {@link #run}, with a result. */
    <T> T call(EntityManagerFactory application, Function<EntityManager, T> work) {
        return TenantContext.callAs(id, () -> application.callInTransaction(work));
    }
}
