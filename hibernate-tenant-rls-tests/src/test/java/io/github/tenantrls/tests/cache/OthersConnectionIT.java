// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.cache.Library.Book;
import io.github.tenantrls.tests.cache.Library.Genre;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.query.QueryProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a session reads and writes on a connection that is not its own tenant's is in no tenant's cache. */
@ExtendWith(DatabaseExtension.class)
class OthersConnectionIT {

    private static Database database;

    /** Without the guard, that sessions can be used for another tenant than is set. */
    private static SessionFactory factory;

    @BeforeAll
    static void each_tenant_has_the_identifier_1() {
        Shelves.factories(database).systemLogin().createSchema();
        Shelves.letTenantsShareIdentifiers(database);
        Shelves.OWNERS.forEach(tenant -> Shelves.fill(database, tenant, 1));
        factory = Shelves.factories(database)
                .systemLogin()
                .with(TenantRlsSettings.SWITCH_GUARD, "false")
                .open();
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

    /** What was read and written for whom it should not have been is where it should not be, or else this is seen. */
    @AfterEach
    void each_tenant_has_its_own() {
        for (int i = 0; i < 2; i++) {
            for (UUID tenant : List.of(A, B, C)) {
                TenantContext.runAs(tenant, () -> {
                    for (Reading reading : Reading.values()) {
                        assertThat(reading.in(factory, 1)).as("%s", reading).isEqualTo(Shelves.letter(tenant));
                    }
                });
            }
        }
        assertThat(Shelves.hits(factory)).as("there is a cache").isPositive();
    }

    @Test
    void a_stateless_session_that_shares_the_connection_of_another_tenants_session() {
        TenantContext.runAs(A, () -> factory.inTransaction(session -> shared(session, B, this::readsA)));
    }

    @Test
    void a_stateless_session_that_shares_the_connection_of_the_system() {
        TenantContext.runAsSystem(
                "a test", () -> factory.inTransaction(session -> shared(session, B, OthersConnectionIT::readAll)));
    }

    @Test
    void a_stateless_session_for_the_system_that_shares_a_tenants_connection() {
        Object system = TenantColumnType.UUID.system();
        TenantContext.runAs(A, () -> factory.inTransaction(session -> shared(session, system, this::readsA)));
    }

    @Test
    void a_session_that_is_given_another_tenants_connection() {
        TenantContext.runAs(
                A,
                () -> factory.inTransaction(session -> session.doWork(connection -> {
                    try (Session given = factory.withOptions()
                            .connection(connection)
                            .tenantIdentifier((Object) B)
                            .openSession()) {
                        for (Reading reading : Reading.values()) {
                            assertThat(reading.in(given, 1)).isEqualTo("a");
                            given.clear();
                        }
                    }
                })));
    }

    @Test
    void a_session_that_is_given_a_connection_without_a_tenant() throws SQLException {
        try (Connection superuser = database.connection(Role.SUPERUSER);
                Session given = factory.withOptions()
                        .connection(superuser)
                        .tenantIdentifier((Object) B)
                        .openSession()) {
            assertThat(read(given)).containsExactly("a", "b", "c", "d");
            assertThat(given.find(Book.class, 1L)).isNotNull();
        }
    }

    @Test
    void what_is_written_on_another_tenants_connection_is_not_served_old() {
        for (String name : List.of("new", "a")) { // and back again
            warm();
            TenantContext.runAs(
                    A,
                    () -> factory.inTransaction(session -> shared(session, B, stateless -> {
                        Book book = stateless.get(Book.class, 1L);
                        book.name = name;
                        stateless.update(book);
                    })));
            TenantContext.runAs(A, () -> {
                assertThat(Reading.FIND.in(factory, 1)).isEqualTo(name);
                assertThat(Reading.PROJECTION.in(factory, 1)).isEqualTo(name);
            });
            TenantContext.runAs(B, () -> assertThat(Reading.FIND.in(factory, 1)).isEqualTo("b"));
        }
    }

    /** Where no transaction has begun, there is no connection yet that would say whose it is. */
    @Test
    void a_stateless_session_that_will_share_another_tenants_connection_finds_nothing_in_the_cache() {
        warm();
        TenantContext.runAs(A, () -> {
            try (Session session = factory.openSession()) {
                shared(
                        session,
                        B,
                        stateless ->
                                assertThat(stateless.get(Book.class, 1L).name).isEqualTo("a"));
            }
        });
    }

    @Test
    void a_session_that_shares_the_connection_of_its_own_tenants_session_has_the_cache() {
        warm();
        TenantContext.runAs(
                A,
                () -> factory.inTransaction(session -> {
                    try (Session child =
                            session.sessionWithOptions().connection().openSession()) {
                        long hits = Shelves.hits(factory);
                        assertThat(Reading.FIND.in(child, 1)).isEqualTo("a");
                        assertThat(Shelves.hits(factory)).isGreaterThan(hits);
                        factory.getCache().evictAllRegions();
                        child.clear();
                        assertThat(Reading.FIND.in(child, 1)).isEqualTo("a");
                    }
                }));
        TenantContext.runAs(A, () -> {
            long statements = factory.getStatistics().getPrepareStatementCount();
            assertThat(Reading.FIND.in(factory, 1)).isEqualTo("a");
            assertThat(factory.getStatistics().getPrepareStatementCount())
                    .as("put by the child")
                    .isEqualTo(statements);
        });
    }

    private static void warm() {
        for (UUID tenant : List.of(A, B, C)) {
            TenantContext.runAs(tenant, () -> {
                Reading.FIND.in(factory, 1);
                Reading.PROJECTION.in(factory, 1);
            });
        }
    }

    /** Hibernate 7.4 lets pass any identifier here but that of the session. */
    private static void shared(Session session, Object identifier, Consumer<StatelessSession> work) {
        try (StatelessSession stateless = session.statelessWithOptions()
                .connection()
                .tenantIdentifier(identifier)
                .openStatelessSession()) {
            work.accept(stateless);
        }
    }

    private void readsA(StatelessSession stateless) {
        assertThat(stateless.get(Book.class, 1L).name).isEqualTo("a");
        assertThat(read(stateless)).containsExactly("a");
    }

    private static void readAll(StatelessSession stateless) {
        assertThat(read(stateless)).containsExactly("a", "b", "c", "d");
        assertThat(stateless
                        .createQuery("from genre where name = 'c'", Genre.class)
                        .getSingleResult()
                        .name)
                .isEqualTo("c");
    }

    /** The texts of the queries of {@link Reading}, so that results that are kept are found by it. */
    private static List<String> read(QueryProducer session) {
        session.createQuery("from book where id = :id", Book.class)
                .setParameter("id", 1L)
                .setCacheable(true)
                .getResultList();
        return session
                .createQuery("select name from book where id = :id", String.class)
                .setParameter("id", 1L)
                .setCacheable(true)
                .getResultList()
                .stream()
                .sorted()
                .toList();
    }
}
