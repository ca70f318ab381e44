// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.cache.Library.Book;
import io.github.tenantrls.tests.cache.Library.Slip;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.CacheStoreMode;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hibernate.CacheMode;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the system writes leaves nothing old in the cache for tenants, and what tenants write nothing for the system. */
@ExtendWith(DatabaseExtension.class)
class SystemCacheIT {

    private static Database database;

    private static SessionFactory factory;

    @BeforeAll
    static void open() {
        Shelves.factories(database).systemLogin().createSchema();
        factory = Shelves.factories(database).systemLogin().open();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @BeforeEach
    void rows_with_identifiers_of_their_own() {
        database.sql(
                Role.SUPERUSER,
                "truncate slip, book, shelf, author, genre, medium, ticket, book_tags, book_author cascade");
        long id = 0;
        for (UUID owner : Shelves.OWNERS) {
            Shelves.fill(database, owner, ++id);
        }
        Shelves.fill(database, A, ++id);
        factory.getCache().evictAllRegions();
        factory.getStatistics().clear();
    }

    /** Else the tests below would show nothing: what Hibernate is not told of stays as it was cached. */
    @ParameterizedTest
    @EnumSource
    void what_is_changed_past_the_factory_is_served_stale(Reading reading) {
        warm();
        for (String table : List.of("book", "shelf", "author", "genre", "medium")) {
            database.sql(Role.SUPERUSER, "update " + table + " set name = 'new'");
        }
        database.sql(Role.SUPERUSER, "update book_tags set tags = 'new'");
        TenantContext.runAs(A, () -> assertThat(reading.in(factory, 1)).isEqualTo("a"));
    }

    @ParameterizedTest
    @EnumSource
    void what_the_system_writes_is_seen_by_tenants(SystemWrite write) {
        warm();
        system(() -> write.in(factory));
        TenantContext.runAs(A, () -> assertThat(write.shows.in(factory, 1)).isEqualTo(write.leaves));
        TenantContext.runAs(B, () -> assertThat(Reading.FIND.in(factory, 2)).isEqualTo("b"));
        TenantContext.runAs(C, () -> assertThat(Reading.FIND.in(factory, 3)).isEqualTo("c"));
        assertCachedAgain();
    }

    @Test
    void what_a_stateless_session_of_the_system_writes_is_seen_by_tenants_with_and_without_a_transaction() {
        for (String name : List.of("one", "two")) {
            warm();
            system(() -> {
                if (name.equals("one")) {
                    factory.inStatelessTransaction(session -> rename(session, name));
                } else {
                    factory.inStatelessSession(session -> rename(session, name));
                }
            });
            TenantContext.runAs(A, () -> {
                assertThat(Reading.FIND.in(factory, 1)).isEqualTo(name);
                assertThat(Reading.PROJECTION.in(factory, 1)).isEqualTo(name);
            });
        }
        assertCachedAgain();
    }

    /** Hibernate tells the query cache of no write of a stateless session. */
    @Test
    void what_a_stateless_session_of_the_system_writes_is_seen_by_cached_queries() {
        for (String name : List.of("a", "new")) {
            for (int i = 0; i < 2; i++) {
                TenantContext.runAs(
                        A,
                        () -> assertThat(factory.<String>fromTransaction(session -> session.createQuery(
                                                "select name from slip where id = 1", String.class)
                                        .setCacheable(true)
                                        .getSingleResult()))
                                .isEqualTo(name));
            }
            assertThat(factory.getStatistics().getQueryCacheHitCount()).isPositive();
            system(() -> factory.inStatelessTransaction(session -> {
                Slip slip = session.get(Slip.class, 1L);
                slip.name = "new";
                session.update(slip);
            }));
        }
    }

    private static void rename(StatelessSession session, String name) {
        Book book = session.get(Book.class, 1L);
        book.name = name;
        session.update(book);
    }

    @Test
    void what_the_system_deletes_is_gone_for_tenants() {
        warm();
        system(() -> factory.runInTransaction(em -> em.remove(em.find(Book.class, 1L))));
        TenantContext.runAs(
                A,
                () -> factory.inTransaction(session -> {
                    assertThat(session.find(Book.class, 1L)).isNull();
                    assertThat(session.createQuery("select id from book", Long.class)
                                    .setCacheable(true)
                                    .getResultList())
                            .containsExactly(5L);
                }));
        TenantContext.runAs(
                A, () -> assertThat(Reading.ONE_TO_MANY.in(factory, 1)).isEmpty());
    }

    /** What is read while the system writes, or in a transaction that began before, is not put. */
    @ParameterizedTest
    @EnumSource(names = {"UPDATE", "HQL", "NATIVE", "ELEMENTS", "NATURAL_ID"})
    void the_old_state_does_not_come_back_whenever_a_tenant_reads_it(SystemWrite write) {
        CompletableFuture<Void> committed = new CompletableFuture<>();
        CompletableFuture<Void> slow = new CompletableFuture<>();
        CompletableFuture<String> old = CompletableFuture.supplyAsync(() -> TenantContext.callAs(
                A,
                () -> factory.fromTransaction(session -> {
                    session.doWork(SystemCacheIT::repeatableRead);
                    session.createNativeQuery("select 1", Integer.class).getSingleResult(); // its snapshot
                    slow.complete(null);
                    committed.orTimeout(30, TimeUnit.SECONDS).join();
                    return write.shows.in(session, 1);
                })));
        slow.orTimeout(30, TimeUnit.SECONDS).join();
        system(() -> factory.inTransaction(session -> {
            write.in(session);
            session.flush();
            // in between
            String between = CompletableFuture.supplyAsync(
                            () -> TenantContext.<String, RuntimeException>callAs(A, () -> write.shows.in(factory, 1)))
                    .join();
            assertThat(between).isEqualTo("a");
        }));
        committed.complete(null);
        assertThat(old.orTimeout(30, TimeUnit.SECONDS).join())
                .as("its snapshot is older")
                .isEqualTo("a");
        for (int i = 0; i < 2; i++) {
            TenantContext.runAs(A, () -> assertThat(write.shows.in(factory, 1)).isEqualTo(write.leaves));
        }
    }

    /** Not as a native statement of Hibernate's, which would empty the cache when its transaction ends. */
    private static void repeatableRead(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read");
        }
    }

    @Test
    void what_is_rolled_back_leaves_nothing_and_closes_nothing() {
        warm();
        assertThatThrownBy(() -> system(() -> factory.inTransaction(session -> {
                    SystemWrite.UPDATE.in(session);
                    session.flush();
                    assertThat(CompletableFuture.supplyAsync(() -> TenantContext.<String, RuntimeException>callAs(
                                            A, () -> Reading.FIND.in(factory, 1)))
                                    .join())
                            .isEqualTo("a");
                    throw new IllegalStateException("rolled back");
                })))
                .hasMessage("rolled back");
        TenantContext.runAs(A, () -> assertThat(Reading.FIND.in(factory, 1)).isEqualTo("a"));
        assertCachedAgain();
    }

    @ParameterizedTest
    @EnumSource
    void the_system_reads_past_the_cache_whatever_it_is_told(Reading reading) {
        warm();
        long hits = Shelves.hits(factory);
        long puts = Shelves.puts(factory);
        for (int i = 0; i < 2; i++) {
            system(() -> factory.inTransaction(session -> {
                session.setCacheMode(CacheMode.NORMAL);
                session.setProperty("jakarta.persistence.cache.retrieveMode", CacheRetrieveMode.USE);
                session.setProperty("jakarta.persistence.cache.storeMode", CacheStoreMode.REFRESH);
                assertThat(reading.in(session, 1)).isEqualTo("a");
            }));
        }
        assertThat(Shelves.hits(factory)).isEqualTo(hits);
        assertThat(Shelves.puts(factory)).isEqualTo(puts);
        TenantContext.runAs(A, () -> assertThat(reading.in(factory, 1)).isEqualTo("a"));
        assertThat(Shelves.hits(factory)).as("it has emptied nothing").isGreaterThan(hits);
    }

    @Test
    void stateless_sessions_and_hints_of_the_system_put_nothing_either() {
        Map<String, Object> hints = Map.of(
                "jakarta.persistence.cache.retrieveMode", CacheRetrieveMode.USE,
                "jakarta.persistence.cache.storeMode", CacheStoreMode.REFRESH);
        for (int i = 0; i < 2; i++) {
            system(() -> {
                factory.runInTransaction(
                        em -> assertThat(em.find(Book.class, 1L, hints).name).isEqualTo("a"));
                factory.inStatelessTransaction(session -> {
                    session.setCacheMode(CacheMode.NORMAL);
                    assertThat(session.get(Book.class, 1L).name).isEqualTo("a");
                });
                try (EntityManager em = factory.createEntityManager()) {
                    assertThat(em.find(Book.class, 1L).name).isEqualTo("a");
                }
            });
        }
        assertThat(Shelves.hits(factory)).isZero();
        assertThat(Shelves.puts(factory)).isZero();
    }

    @Test
    void the_system_sees_what_tenants_have_written_since_it_read() {
        for (String name : List.of("one", "two")) {
            TenantContext.runAs(A, () -> factory.runInTransaction(em -> em.find(Book.class, 1L).name = name));
            system(() -> {
                for (Reading reading : List.of(Reading.FIND, Reading.HQL, Reading.PROJECTION, Reading.NATURAL_ID)) {
                    assertThat(reading.in(factory, 1)).isEqualTo(name);
                }
            });
        }
    }

    @Test
    void what_a_tenant_writes_in_a_transaction_that_began_before_is_not_kept() {
        warm();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> written = new CompletableFuture<>();
        CompletableFuture<Void> tenant = CompletableFuture.runAsync(() -> TenantContext.runAs(
                A,
                () -> factory.runInTransaction(em -> {
                    Book book = em.find(Book.class, 1L);
                    begun.complete(null);
                    written.orTimeout(30, TimeUnit.SECONDS).join();
                    book.name = "mine";
                })));
        begun.join();
        system(() ->
                factory.runInTransaction(em -> em.createNativeQuery("update book set code = 'changed' where id = 5")
                        .executeUpdate()));
        written.complete(null);
        tenant.join();
        long hits = Shelves.hits(factory);
        TenantContext.runAs(A, () -> assertThat(Reading.FIND.in(factory, 1)).isEqualTo("mine"));
        assertThat(Shelves.hits(factory)).isEqualTo(hits);
    }

    @Test
    void a_session_that_writes_without_a_transaction_keeps_the_cache_closed_until_it_is_closed() {
        warm();
        try (StatelessSession session = TenantContext.<StatelessSession, RuntimeException>callAsSystem(
                "a test", factory::openStatelessSession)) {
            system(() -> rename(session, "new"));
            long hits = Shelves.hits(factory);
            TenantContext.runAs(B, () -> assertThat(Reading.FIND.in(factory, 2)).isEqualTo("b"));
            assertThat(Shelves.hits(factory)).isEqualTo(hits);
        }
        TenantContext.runAs(B, () -> Reading.FIND.in(factory, 2)); // whoever comes next finds it closed, and opens it
        assertCachedAgain();
    }

    private void warm() {
        long id = 0;
        for (UUID tenant : List.of(A, B, C)) {
            long own = ++id;
            for (int i = 0; i < 2; i++) {
                TenantContext.runAs(tenant, () -> {
                    for (Reading reading : Reading.values()) {
                        reading.in(factory, own);
                    }
                });
            }
        }
    }

    private void assertCachedAgain() {
        TenantContext.runAs(B, () -> {
            Reading.FIND.in(factory, 2);
            long hits = Shelves.hits(factory);
            assertThat(Reading.FIND.in(factory, 2)).isEqualTo("b");
            assertThat(Shelves.hits(factory)).isEqualTo(hits + 1);
        });
    }

    private static void system(TenantContext.Action<RuntimeException> action) {
        TenantContext.runAsSystem("a test", action);
    }
}
