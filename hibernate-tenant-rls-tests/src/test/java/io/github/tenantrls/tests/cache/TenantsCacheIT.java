// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.cache.Library.Book;
import io.github.tenantrls.tests.cache.Library.Shelf;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.CacheStoreMode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tenants whose rows have the same identifiers get their own from the cache, in each way of reading. */
@ExtendWith(DatabaseExtension.class)
class TenantsCacheIT {

    private static Database database;

    private static SessionFactory factory;

    @BeforeAll
    static void each_tenant_has_the_identifier_1() {
        Shelves.factories(database).createSchema();
        Shelves.letTenantsShareIdentifiers(database);
        Shelves.OWNERS.forEach(tenant -> Shelves.fill(database, tenant, 1));
        factory = Shelves.factories(database).open();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @BeforeEach
    void nothing_is_cached() {
        factory.getCache().evictAllRegions();
        factory.getStatistics().clear();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_served_from_the_cache_is_the_tenants_own(Reading reading) {
        for (UUID tenant : List.of(A, B, C)) {
            TenantContext.runAs(tenant, () -> assertThat(reading.in(factory, 1)).isEqualTo(Shelves.letter(tenant)));
        }
        for (UUID tenant : List.of(C, A, B)) {
            TenantContext.runAs(tenant, () -> {
                long hits = Shelves.hits(factory);
                long statements = factory.getStatistics().getPrepareStatementCount();
                assertThat(reading.in(factory, 1)).isEqualTo(Shelves.letter(tenant));
                assertThat(Shelves.hits(factory)).as("it came from the cache").isGreaterThan(hits);
                assertThat(factory.getStatistics().getPrepareStatementCount() - statements)
                        .isEqualTo(reading.whole ? 0 : 1);
            });
        }
    }

    @Test
    void stateless_sessions_get_their_own_too() {
        for (int i = 0; i < 2; i++) {
            for (UUID tenant : List.of(A, B, C)) {
                long hits = Shelves.hits(factory);
                String name = TenantContext.<String, RuntimeException>callAs(
                        tenant, () -> factory.fromStatelessTransaction(session -> session.get(Book.class, 1L).name));
                assertThat(name).isEqualTo(Shelves.letter(tenant));
                assertThat(Shelves.hits(factory) - hits).isEqualTo(i);
            }
        }
    }

    @Test
    void refreshing_and_bypassing_read_and_put_a_tenants_own() {
        Map<String, Object> refresh = Map.of(
                "jakarta.persistence.cache.retrieveMode", CacheRetrieveMode.BYPASS,
                "jakarta.persistence.cache.storeMode", CacheStoreMode.REFRESH);
        for (UUID tenant : List.of(A, B, C, A)) {
            TenantContext.runAs(
                    tenant,
                    () -> factory.runInTransaction(em -> {
                        Book book = em.find(Book.class, 1L, refresh);
                        em.refresh(book, refresh);
                        assertThat(book.name).isEqualTo(Shelves.letter(tenant));
                    }));
        }
        assertThat(Shelves.hits(factory)).isZero();
        for (UUID tenant : List.of(A, B, C, A, B, C)) { // a refreshed entry is locked until the transaction has ended
            TenantContext.runAs(
                    tenant, () -> assertThat(Reading.FIND.in(factory, 1)).isEqualTo(Shelves.letter(tenant)));
        }
        assertThat(Shelves.hits(factory)).isEqualTo(3);
    }

    /** Results of native queries are not among {@link Reading}: Hibernate serves none from the cache. */
    @Test
    void native_queries_read_a_tenants_own() {
        for (int i = 0; i < 2; i++) {
            for (UUID tenant : List.of(A, B, C)) {
                TenantContext.runAs(
                        tenant,
                        () -> factory.inTransaction(session -> assertThat(
                                        session.createNativeQuery("select name from book where id = 1", String.class)
                                                .addSynchronizedEntityClass(Book.class)
                                                .setCacheable(true)
                                                .getResultList())
                                .containsExactly(Shelves.letter(tenant))));
            }
        }
    }

    @Test
    void what_a_tenant_writes_changes_no_entry_of_others() {
        readAll();
        try {
            TenantContext.runAs(
                    A,
                    () -> factory.runInTransaction(em -> {
                        Book book = em.find(Book.class, 1L);
                        book.name = "changed";
                        book.tags.clear();
                        book.tags.add("changed");
                    }));
            TenantContext.runAs(B, () -> {
                assertThat(Reading.FIND.in(factory, 1)).isEqualTo("b");
                assertThat(Reading.ELEMENTS.in(factory, 1)).isEqualTo("b");
                assertThat(Reading.PROJECTION.in(factory, 1)).isEqualTo("b");
            });
            TenantContext.runAs(A, () -> {
                assertThat(Reading.FIND.in(factory, 1)).isEqualTo("changed");
                assertThat(Reading.ELEMENTS.in(factory, 1)).isEqualTo("changed");
                assertThat(Reading.PROJECTION.in(factory, 1)).isEqualTo("changed");
            });
        } finally {
            TenantContext.runAs(
                    A,
                    () -> factory.runInTransaction(em -> {
                        Book book = em.find(Book.class, 1L);
                        book.name = "a";
                        book.tags.clear();
                        book.tags.add("a");
                    }));
        }
    }

    /** A renames its row to what C's had been called, and the other way round. */
    @Test
    @SuppressWarnings("deprecation") // Hibernate 7.2 has no other way
    void natural_identifiers_are_renamed_for_one_tenant() {
        readAll();
        rename("code1", "code2");
        try {
            TenantContext.runAs(
                    A,
                    () -> factory.inTransaction(session -> {
                        assertThat(session.bySimpleNaturalId(Book.class).load("code1"))
                                .isNull();
                        assertThat(session.bySimpleNaturalId(Book.class).load("code2").name)
                                .isEqualTo("a");
                    }));
            TenantContext.runAs(
                    B,
                    () -> factory.inTransaction(session -> {
                        assertThat(session.bySimpleNaturalId(Book.class).load("code1").name)
                                .isEqualTo("b");
                        assertThat(session.bySimpleNaturalId(Book.class).load("code2"))
                                .isNull();
                    }));
        } finally {
            rename("code2", "code1");
        }
    }

    @SuppressWarnings("deprecation")
    private void rename(String from, String to) {
        TenantContext.runAs(
                A,
                () -> factory.inTransaction(
                        session -> session.bySimpleNaturalId(Book.class).load(from).code = to));
    }

    @Test
    void bulk_statements_of_one_tenant_leave_the_rows_of_others() {
        readAll();
        for (String hql : List.of("update book set name = 'bulk'", "update book set name = 'a'")) {
            TenantContext.runAs(
                    A,
                    () -> factory.runInTransaction(em ->
                            assertThat(em.createQuery(hql).executeUpdate()).isOne()));
            TenantContext.runAs(A, () -> assertThat(Reading.FIND.in(factory, 1)).isIn("bulk", "a"));
            TenantContext.runAs(B, () -> assertThat(Reading.FIND.in(factory, 1)).isEqualTo("b"));
            TenantContext.runAs(C, () -> assertThat(Reading.HQL.in(factory, 1)).isEqualTo("c"));
        }
    }

    /** Hibernate builds the key of an entry to look for or to evict without any tenant, so none is found. */
    @Test
    void the_cache_of_a_factory_knows_entries_of_no_tenant_but_evicts_those_of_all() {
        readAll();
        TenantContext.runAs(A, () -> {
            assertThat(factory.getCache().contains(Book.class, 1L)).isFalse();
            factory.getCache().evict(Book.class, 1L);
            long hits = Shelves.hits(factory);
            assertThat(Reading.FIND.in(factory, 1)).isEqualTo("a");
            assertThat(Shelves.hits(factory)).as("not evicted").isEqualTo(hits + 1);
            factory.getCache().evict(Book.class);
            factory.getCache().evictCollectionData(Shelf.class.getName() + ".books");
        });
        for (UUID tenant : List.of(A, B, C)) {
            TenantContext.runAs(tenant, () -> {
                long hits = Shelves.hits(factory);
                assertThat(Reading.FIND.in(factory, 1)).isEqualTo(Shelves.letter(tenant));
                assertThat(Shelves.hits(factory)).as("evicted").isEqualTo(hits);
            });
        }
    }

    private void readAll() {
        for (UUID tenant : List.of(A, B, C)) {
            TenantContext.runAs(tenant, () -> {
                for (Reading reading : Reading.values()) {
                    reading.in(factory, 1);
                }
            });
        }
    }
}
