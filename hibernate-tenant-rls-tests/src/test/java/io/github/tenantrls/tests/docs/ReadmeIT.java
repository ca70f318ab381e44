// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.examples.quickstart.Project;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
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

            try (TenantContext.Scope scope = TenantContext.open(acme)) {
                // Somebody forgot "where tenant_id = ?", and in native SQL no filter of Hibernate's adds it.
                // Without row-level security this reads [Apollo, Borealis]. Here PostgreSQL shows one row:
                String all = "select name from project";
                List<?> names =
                        emf.callInTransaction(em -> em.createNativeQuery(all).getResultList());
                assertThat(names).isEqualTo(List.of("Apollo"));

                // And it takes no row for another tenant (SQLSTATE 42501):
                String forged = "insert into project (id, name, tenant_id) values (-1, 'Trojan', '" + globex + "')";
                assertThatThrownBy(() -> emf.runInTransaction(
                                em -> em.createNativeQuery(forged).executeUpdate()))
                        .hasMessageContaining("row-level security policy");
            }
            // end::leak[]
        }
    }

    @Test
    void without_row_level_security_it_would_leak(Database database) {
        Factories factories = Factories.on(database, Project.class).createSchema();
        TestSchema.of(database).unprotect("project");
        TestSchema.of(database).insert("project", A, "id, name", "-1, 'Apollo'");
        TestSchema.of(database).insert("project", B, "id, name", "-2, 'Borealis'");
        try (EntityManagerFactory emf =
                        factories.with(TenantRlsSettings.VERIFICATION, "off").open();
                TenantContext.Scope scope = TenantContext.open(A)) {
            List<?> names = emf.callInTransaction(
                    em -> em.createNativeQuery("select name from project").getResultList());
            assertThat(names).isEqualTo(List.of("Apollo", "Borealis"));
        }
    }
}
