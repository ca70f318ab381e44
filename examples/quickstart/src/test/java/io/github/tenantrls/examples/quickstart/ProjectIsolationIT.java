// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

// tag::imports[]
import static io.github.tenantrls.testing.TenantAssertions.assertInvisibleToOthers;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.testing.TenantIsolationExtension;
// end::imports[]
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tests of an application look like. */
class ProjectIsolationIT {

    private static @Nullable DemoServer server;

    // tag::extension[]
    @RegisterExtension
    static final TenantIsolationExtension TENANTS =
            TenantIsolationExtension.ofUnit("quickstart", ProjectIsolationIT::database);

    /** Starts a database, runs the migrations as the owner, and says how the application logs in. */
    private static Map<String, ?> database() throws Exception {
        server = DemoServer.start();
        return server.login("app");
    }
    // end::extension[]

    // tag::assertion[]
    @Test
    void a_project_is_for_its_tenant_alone(EntityManagerFactory emf) {
        UUID acme = Tenant.ACME.id;
        Project apollo = new Project("Apollo", "moon");
        TenantContext.runAs(acme, () -> emf.runInTransaction(em -> em.persist(apollo)));

        assertInvisibleToOthers(emf, acme, apollo);
    }
    // end::assertion[]

    @AfterAll
    static void stop() throws Exception {
        Objects.requireNonNull(server).close();
    }
}
