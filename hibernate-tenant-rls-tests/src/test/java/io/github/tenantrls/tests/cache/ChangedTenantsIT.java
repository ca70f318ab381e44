// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.tenants.DeleteOptions;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.cache.Library.Book;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernateHints;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is cached for a tenant goes with it when it is suspended or deleted: a cache asks nobody. */
@ExtendWith(DatabaseExtension.class)
class ChangedTenantsIT {

    private static Database database;

    private static SessionFactory factory;

    private final Tenants tenants = Tenants.of(factory);

    @BeforeAll
    static void open() {
        Factories factories = Shelves.factories(database).systemLogin().with(TenantRlsSettings.KNOWN_TENANTS, "true");
        factories.createSchema();
        factory = factories.open();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @BeforeEach
    void both_have_cached_a_book() {
        database.sql(
                Role.SUPERUSER,
                "truncate slip, book, shelf, author, genre, medium, ticket, book_tags, book_author cascade",
                "delete from tenants");
        factory.getCache().evictAllRegions();
        tenants.create(A, "acme", "Acme");
        tenants.create(B, "globex", "Globex");
        Shelves.fill(database, A, 1);
        Shelves.fill(database, B, 2);
        assertThat(find(A, 1)).isNotNull();
        assertThat(names(A)).hasSize(1);
        assertThat(find(B, 2)).isNotNull();
        database.sql(Role.SUPERUSER, "update book set name = 'changed past the factory'");
        assertThat(find(A, 1)).as("from the cache").isNotEqualTo("changed past the factory");
    }

    @Test
    void a_suspended_tenant_reads_nothing_from_the_cache() {
        tenants.suspend(A);
        assertThatThrownBy(() -> find(A, 1)).isInstanceOf(SuspendedTenantException.class);
        assertThatThrownBy(() -> names(A)).isInstanceOf(SuspendedTenantException.class);
    }

    @Test
    void the_rows_of_a_deleted_tenant_are_not_there_for_another_customer_with_its_identifier() {
        tenants.delete(A, DeleteOptions.withRows());
        assertThatThrownBy(() -> find(A, 1)).isInstanceOf(UnknownTenantException.class);
        tenants.create(A, "initech", "Initech");
        assertThat(find(A, 1)).isNull();
        assertThat(names(A)).isEmpty();
        assertThat(find(B, 2)).isEqualTo("changed past the factory");
    }

    private static @Nullable String find(UUID tenant, long id) {
        return TenantContext.<@Nullable String, RuntimeException>callAs(tenant, () -> {
            try (EntityManager em = factory.createEntityManager()) {
                Book book = em.find(Book.class, id);
                return book == null ? null : book.name;
            }
        });
    }

    private static List<String> names(UUID tenant) {
        return TenantContext.<List<String>, RuntimeException>callAs(tenant, () -> {
            try (EntityManager em = factory.createEntityManager()) {
                return em.createQuery("select b.name from book b", String.class)
                        .setHint(HibernateHints.HINT_CACHEABLE, true)
                        .getResultList();
            }
        });
    }
}
