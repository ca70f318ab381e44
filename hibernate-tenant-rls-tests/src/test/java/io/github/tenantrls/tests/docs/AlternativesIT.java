// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README says of Hibernate's {@code @TenantId} without row-level security. */
@ExtendWith(DatabaseExtension.class)
class AlternativesIT {

    @Test
    void tenant_id_filters_hql_but_neither_native_sql_nor_jdbc(Database database) {
        try (SessionFactory factory = Factories.on(database, Note.class)
                .with(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new Fixed())
                .with("hibernate.hbm2ddl.auto", "create")
                .proxied()
                .openWithoutTenancy(Role.OWNER)) {
            database.sql(Role.OWNER, "insert into note (id, tenant) values (1, '" + A + "'), (2, '" + B + "')");
            database.roundTrips().reset();
            factory.inTransaction(session -> session.find(Note.class, 1L));
            assertThat(database.roundTrips().count()).isEqualTo(2);

            factory.inTransaction(session -> {
                assertThat(session.createQuery("from Note", Note.class).getResultList())
                        .hasSize(1);
                assertThat(session.createNativeQuery("select id from note", Long.class)
                                .getResultList())
                        .hasSize(2);
            });
        }
    }

    @Entity(name = "Note")
    static class Note {
        @Id
        @GeneratedValue
        @Nullable
        Long id;

        @TenantId
        @Nullable
        UUID tenant;
    }

    private static final class Fixed implements CurrentTenantIdentifierResolver<Object> {
        @Override
        public Object resolveCurrentTenantIdentifier() {
            return A;
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }
}
