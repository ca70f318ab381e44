// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.testing.TenantIsolationExtension;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Test classes of an application, to be run by the tests of the extension, which set what they find. */
final class Samples {

    private static @Nullable Database database;

    private Samples() {}

    static @Nullable EntityManagerFactory factory;

    static Role role = Role.APP;

    static final AtomicInteger RAN = new AtomicInteger();

    /** Before each run. */
    static void reset(Database fresh) {
        database = fresh;
        factory = null;
        role = Role.APP;
        RAN.set(0);
    }

    /** The tests of an application. */
    static class ApplicationTests {
        @RegisterExtension
        static final TenantIsolationExtension TENANTS = TenantIsolationExtension.of(() -> open(Order.class));

        @AfterAll
        static void close() {
            closeFactory();
        }

        @Test
        void one(EntityManagerFactory given) {
            assertThat(given).isSameAs(factory);
            RAN.incrementAndGet();
        }

        @Nested
        class Deeper {
            @Test
            void two(EntityManagerFactory given) {
                assertThat(given.isOpen()).isTrue();
                RAN.incrementAndGet();
            }
        }
    }

    /** As in a framework that injects the factory later than extensions are asked. */
    static class LateTests {
        @RegisterExtension
        final TenantIsolationExtension tenants = TenantIsolationExtension.of(() -> factory);

        @BeforeAll
        static void open() {
            Samples.open(Order.class);
        }

        @AfterAll
        static void close() {
            closeFactory();
        }

        @Test
        void one() {
            RAN.incrementAndGet();
        }
    }

    /** Forgot to open it. */
    static class ForgetfulTests {
        @RegisterExtension
        static final TenantIsolationExtension TENANTS = TenantIsolationExtension.of(() -> null);

        @Test
        void one() {
            RAN.incrementAndGet();
        }
    }

    static class TolerantTests {
        @RegisterExtension
        static final TenantIsolationExtension TENANTS =
                TenantIsolationExtension.of(() -> open(Order.class)).allowingNotProvable("public.purchase");

        @AfterAll
        static void close() {
            closeFactory();
        }

        @Test
        void one() {
            RAN.incrementAndGet();
        }
    }

    static class UnitTests {
        @RegisterExtension
        static final TenantIsolationExtension TENANTS =
                TenantIsolationExtension.ofUnit("bootstrap", () -> login(Role.APP));

        @Test
        void one(EntityManagerFactory given) {
            factory = given;
            assertThat(given.isOpen()).isTrue();
            RAN.incrementAndGet();
        }
    }

    @Entity(name = "shared")
    static class Shared {
        @Id
        long id;
    }

    static class UnscopedTests {
        @RegisterExtension
        static final TenantIsolationExtension TENANTS = TenantIsolationExtension.of(() -> open(Shared.class));

        @AfterAll
        static void close() {
            closeFactory();
        }

        @Test
        void one() {
            RAN.incrementAndGet();
        }
    }

    static class GivenTests {
        @RegisterExtension
        static final TenantIsolationExtension TENANTS = TenantIsolationExtension.of(() -> factory);

        @Test
        void one() {
            RAN.incrementAndGet();
        }
    }

    static Map<String, Object> login(Role role) {
        return new HashMap<>(Map.of(
                "jakarta.persistence.jdbc.url", database().url(),
                "jakarta.persistence.jdbc.user", database().user(role),
                "jakarta.persistence.jdbc.password", database().password(role)));
    }

    static EntityManagerFactory open(Class<?> entity) {
        factory = Factories.on(database(), entity)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .openAs(role);
        return factory;
    }

    private static void closeFactory() {
        Objects.requireNonNull(factory).close();
    }

    private static Database database() {
        return Objects.requireNonNull(database);
    }
}
