// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.cache.Library.Book;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import jakarta.transaction.Synchronization;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.cache.CacheException;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.jcache.internal.JCacheRegionFactory;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cfg.CacheSettings;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What follows a commit of the system's never makes it fail, nor keeps its connection. */
@ExtendWith(DatabaseExtension.class)
class SystemCommitIT {

    private static Database database;

    private static SessionFactory factory;

    private static volatile boolean broken;

    @BeforeAll
    static void open() {
        Shelves.factories(database).systemLogin().createSchema();
        factory = Shelves.factories(database)
                .with(CacheSettings.CACHE_REGION_FACTORY, new Breakable())
                .systemLogin()
                .open();
        long id = 0;
        for (UUID owner : Shelves.OWNERS) {
            Shelves.fill(database, owner, ++id);
        }
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @AfterEach
    void mend() {
        broken = false;
    }

    @Test
    void a_cache_that_cannot_be_emptied_fails_no_commit_and_keeps_no_connection_and_stays_closed() {
        TenantContext.runAsSystem("test", () -> {
            try (Session session = factory.openSession()) {
                session.beginTransaction();
                session.find(Book.class, 1L).name = "first";
                session.flush();
                broken = true;
                session.getTransaction().commit();
                assertThat(isConnected(session)).isFalse();
            }
        });
        assertThat(name(1)).isEqualTo("first");
        assertThatThrownBy(() -> hits(2)).isInstanceOf(CacheException.class);
        broken = false;
        assertThatTheCacheIsUsed();
    }

    @Test
    void a_first_write_while_the_commit_is_announced_is_committed() {
        TenantContext.runAsSystem("test", () -> {
            try (Session session = factory.openSession()) {
                Transaction transaction = session.beginTransaction();
                Book book = session.find(Book.class, 2L);
                transaction.registerSynchronization(new Listener(
                        () -> {
                            book.name = "second";
                            session.flush();
                        },
                        () -> {}));
                transaction.registerSynchronization(new Listener(() -> {}, () -> {}));
                transaction.commit();
            }
        });
        assertThat(name(2)).isEqualTo("second");
    }

    @Test
    void a_commit_whose_end_is_not_told_opens_the_cache_again_when_the_session_is_closed() {
        TenantContext.runAsSystem("test", () -> {
            try (Session session = factory.openSession()) {
                Transaction transaction = session.beginTransaction();
                transaction.registerSynchronization(new Listener(() -> {}, () -> {
                    throw new IllegalStateException("the application's");
                }));
                session.find(Book.class, 1L).name = "third";
                assertThatThrownBy(transaction::commit).hasStackTraceContaining("the application's");
            }
        });
        assertThatTheCacheIsUsed();
    }

    /** The first session finds it closed and has it emptied, the second puts, the third finds. */
    private static void assertThatTheCacheIsUsed() {
        hits(2);
        hits(2);
        assertThat(hits(2)).isPositive();
    }

    private static long hits(long book) {
        long before = Shelves.hits(factory);
        TenantContext.runAs(B, () -> {
            Reading.FIND.in(factory, book);
        });
        return Shelves.hits(factory) - before;
    }

    private static String name(long book) {
        return String.valueOf(database.value(Role.SUPERUSER, "select name from book where id = " + book));
    }

    private static boolean isConnected(Session session) {
        return session.unwrap(SharedSessionContractImplementor.class)
                .getJdbcCoordinator()
                .getLogicalConnection()
                .isPhysicallyConnected();
    }

    private record Listener(Runnable before, Runnable after) implements Synchronization {

        @Override
        public void beforeCompletion() {
            before.run();
        }

        @Override
        public void afterCompletion(int status) {
            after.run();
        }
    }

    /** Its regions cannot be emptied while they are broken. */
    private static final class Breakable extends JCacheRegionFactory {

        private static final long serialVersionUID = 1L;

        Breakable() {
            super(DefaultCacheKeysFactory.INSTANCE);
        }

        @Override
        public DomainDataRegion buildDomainDataRegion(
                DomainDataRegionConfig configuration, DomainDataRegionBuildingContext context) {
            DomainDataRegion region = super.buildDomainDataRegion(configuration, context);
            return (DomainDataRegion) Proxy.newProxyInstance(
                    Breakable.class.getClassLoader(),
                    new Class<?>[] {DomainDataRegion.class},
                    (proxy, method, arguments) -> {
                        if (broken && method.getName().equals("clear")) {
                            throw new CacheException("the cache is gone");
                        }
                        try {
                            return method.invoke(region, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
