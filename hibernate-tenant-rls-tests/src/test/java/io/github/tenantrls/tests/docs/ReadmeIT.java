// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.examples.quickstart.Project;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Java that the README shows. */
@ExtendWith(DatabaseExtension.class)
class ReadmeIT {

    @Test
    void a_forgotten_where_leaks_nothing(Database database) {
        UUID acme = A;
        UUID globex = B;
        try (EntityManagerFactory emf =
                Factories.on(database, Project.class).createSchema().open()) {
            // tag::leak[]
            TenantContext.runAs(globex, () -> emf.runInTransaction(em -> em.persist(new Project("Borealis"))));
            TenantContext.runAs(acme, () -> emf.runInTransaction(em -> em.persist(new Project("Apollo"))));

            TenantContext.runAs(acme, () -> emf.runInTransaction(em -> {
                // Somebody forgot "where tenant_id = ?", and in native SQL no filter of Hibernate's adds it.
                // Without row-level security this reads [Apollo, Borealis]. Here PostgreSQL shows one row:
                assertThat(em.createNativeQuery("select name from project").getResultList())
                        .containsExactly("Apollo");

                // And it takes no row for another tenant (SQLSTATE 42501):
                assertThatThrownBy(() -> em.createNativeQuery(
                                        "insert into project (id, name, tenant_id) values (-1, 'Trojan', :tenant)")
                                .setParameter("tenant", globex)
                                .executeUpdate())
                        .hasMessageContaining("row-level security policy");
                em.getTransaction().setRollbackOnly();
            }));
            // end::leak[]
        }
    }
}
