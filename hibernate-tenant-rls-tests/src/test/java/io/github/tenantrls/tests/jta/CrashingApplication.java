// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;

import io.agroal.api.AgroalDataSource;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.jta.JtaUnit.Item;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;

/** Ends the JVM in the middle of the commit of a transaction of three tenants in two databases. */
final class CrashingApplication {

    private CrashingApplication() {}

    /** The URL of each database, user and password. */
    public static void main(String[] arguments) throws Exception {
        try (AgroalDataSource one = JtaBootstrapIT.pool(arguments[0], arguments[2], arguments[3]);
                AgroalDataSource two = JtaBootstrapIT.pool(arguments[1], arguments[2], arguments[3]);
                EntityManagerFactory inFirst = JtaBootstrapIT.factory(one);
                EntityManagerFactory inSecond = JtaBootstrapIT.factory(two)) {
            Global.committed(() -> {
                enlist(new HaltingResource("commit")); // the first that is told to commit
                persist(inFirst, A, new Item(7000, "a"));
                persist(inFirst, C, new Item(7001, "c"));
                persist(inSecond, B, new Item(7000, "b"));
                persist(inSecond, A, new Item(7001, "a"));
                enlist(new HaltingResource("prepare")); // the last that is told to prepare
            });
        }
    }

    private static void enlist(HaltingResource resource) throws Exception {
        Pool.transactions().getTransaction().enlistResource(resource);
    }

    private static void persist(EntityManagerFactory factory, UUID tenant, Item item) {
        EntityManager session = TenantContext.callAs(tenant, factory::createEntityManager);
        session.persist(item);
        session.flush();
    }
}
