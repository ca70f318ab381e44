// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool that the library builds: the usual settings, its failures, and what remains of it: nothing. */
class OwnPoolIT extends Notes {

    @Test
    void nothing_remains_when_the_factory_is_closed() {
        Set<Thread> before = threads();
        EntityManagerFactory factory = Persistence.createEntityManagerFactory("bootstrap", connection());
        TenantContext.runAs(Tenants.A, () -> factory.runInTransaction(em -> em.persist(new Note("x"))));
        assertThat(connections()).isPositive();
        factory.close();
        assertNothingRemains(before);
    }

    @Test
    void nothing_remains_when_the_start_is_refused() {
        Set<Thread> before = threads();
        TestSchema.of(database).unprotect("note");
        try {
            assertThatThrownBy(() -> Persistence.createEntityManagerFactory("bootstrap", connection()))
                    .hasRootCauseInstanceOf(IsolationException.class);
        } finally {
            Factories.on(database, Note.class).schema("update");
        }
        assertNothingRemains(before);
    }

    @Test
    void the_pool_takes_the_usual_settings() {
        Map<String, Object> settings = connection();
        settings.put("hibernate.agroal.maxSize", "1");
        settings.put("hibernate.agroal.acquisitionTimeout_ms", "200");
        settings.put("hibernate.connection.isolation", "SERIALIZABLE");
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("bootstrap", settings)) {
            TenantContext.runAs(
                    Tenants.A,
                    () -> factory.runInTransaction(em -> {
                        assertThat(em.createNativeQuery("show transaction_isolation", String.class)
                                        .getSingleResult())
                                .isEqualTo("serializable");
                        assertThatThrownBy(() -> factory.runInTransaction(other -> {}))
                                .rootCause()
                                .hasMessageContaining("timeout");
                    }));
        }
    }

    @Test
    @Timeout(20)
    void an_exhausted_pool_gives_up_by_itself_and_says_why() {
        Map<String, Object> settings = connection();
        settings.put("hibernate.agroal.maxSize", "1");
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("bootstrap", settings)) {
            TenantContext.runAs(
                    Tenants.A,
                    () -> factory.runInTransaction(em -> {
                        em.createQuery("from Note", Note.class).getResultList();
                        assertThatThrownBy(() ->
                                        factory.runInTransaction(other -> other.createQuery("from Note", Note.class)
                                                .getResultList()))
                                .hasStackTraceContaining("Persistence unit bootstrap: no connection to the database:"
                                        + " Sorry, acquisition timeout!; if all connections of the pool are in use,"
                                        + " close sessions sooner or make the pool larger");
                    }));
        }
    }

    @Test
    void a_connection_that_the_server_closed_is_not_lent_again() {
        Map<String, Object> settings = connection();
        settings.put("hibernate.agroal.maxSize", "1");
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("bootstrap", settings)) {
            TenantContext.runAs(Tenants.A, () -> {
                factory.runInTransaction(
                        em -> em.createQuery("from Note", Note.class).getResultList());
                database.terminateSessions(Role.APP);
                assertThatThrownBy(() -> factory.runInTransaction(
                                em -> em.createQuery("from Note", Note.class).getResultList()))
                        .hasStackTraceContaining("terminating connection");
                factory.runInTransaction(
                        em -> assertThat(em.createQuery("from Note", Note.class).getResultList())
                                .hasSize(1));
            });
        }
    }

    private static void assertNothingRemains(Set<Thread> before) {
        assertThat(threads()).isSubsetOf(before);
        // the server notices a closed connection a moment later
        await().untilAsserted(() -> assertThat(connections()).isZero());
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("agroal"))
                .collect(Collectors.toSet());
    }

    private static int connections() {
        return Integer.parseInt(database.value(
                Role.SUPERUSER,
                "select count(*) from pg_stat_activity where datname = current_database() and usename = '"
                        + database.user(Role.APP) + "'"));
    }
}
