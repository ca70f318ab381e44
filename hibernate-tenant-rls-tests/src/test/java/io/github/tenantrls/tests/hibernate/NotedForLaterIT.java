// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static io.github.tenantrls.tests.support.Tenants.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a session only notes for later is refused, too, while the work is somebody else's. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotedForLaterIT {

    @Entity(name = "Ticket")
    @TenantScoped
    static class Ticket {
        @Id
        long id;

        String name = "";

        @Version
        int version;

        Ticket() {}

        Ticket(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    private final Database database;
    private final SessionFactory factory;

    NotedForLaterIT(Database database) {
        this.database = database;
        Factories factories = Factories.on(database, Ticket.class)
                .systemRole()
                .with("hibernate.jdbc.batch_size", "10")
                .createSchema();
        factory = factories.openAs(Role.SWITCHING);
    }

    @BeforeEach
    void insert() {
        database.sql(Role.SUPERUSER, "delete from ticket");
        int id = 0;
        for (UUID tenant : List.of(A, B, C, NOBODY)) {
            TestSchema.of(database).insert("ticket", tenant, "id, name, version", ++id + ", 'old', 0");
        }
    }

    @AfterAll
    void close() {
        factory.close();
    }

    @Test
    void no_version_is_marked_to_be_incremented_in_anothers_block() {
        try (Session session = TenantContext.callAs(A, factory::openSession)) {
            session.beginTransaction();
            Ticket ticket = TenantContext.callAs(A, () -> session.find(Ticket.class, 1L));
            assertRefusedIn(B, () -> session.lock(ticket, LockMode.OPTIMISTIC_FORCE_INCREMENT));
            assertRefusedIn(C, () -> session.lock(ticket, LockMode.OPTIMISTIC));
            TenantContext.runAs(A, () -> session.getTransaction().commit());
        }
        assertThat(versions()).containsExactly("0", "0", "0", "0");
    }

    @Test
    void no_version_is_marked_by_the_system_outside_of_its_block() {
        try (Session session = TenantContext.<Session, RuntimeException>callAsSystem("a test", factory::openSession)) {
            Ticket ticket = TenantContext.<Ticket, RuntimeException>callAsSystem("a test", () -> {
                session.beginTransaction();
                return session.find(Ticket.class, 1L);
            });
            assertRefused(() -> session.lock(ticket, LockMode.OPTIMISTIC_FORCE_INCREMENT));
            assertRefusedIn(B, () -> session.lock(ticket, LockMode.OPTIMISTIC_FORCE_INCREMENT));
            TenantContext.<RuntimeException>runAsSystem(
                    "a test", () -> session.getTransaction().commit());
        }
        assertThat(versions()).containsExactly("0", "0", "0", "0");
    }

    @Test
    void in_its_own_block_it_is() {
        try (Session session = TenantContext.callAs(A, factory::openSession)) {
            session.beginTransaction();
            TenantContext.runAs(A, () -> {
                session.lock(session.find(Ticket.class, 1L), LockMode.OPTIMISTIC_FORCE_INCREMENT);
                session.getTransaction().commit();
            });
        }
        assertThat(versions()).containsExactly("1", "0", "0", "0");
    }

    @Test
    void a_stateless_session_with_a_batch_size_gathers_nothing_in_anothers_block() {
        try (StatelessSession session = batching()) {
            assertRefusedIn(B, () -> session.insert(new Ticket(10, "anothers")));
            assertRefusedIn(C, () -> session.insert(new Ticket(11, "anothers")));
            TenantContext.runAs(A, () -> session.getTransaction().commit());
        }
        assertThat(tenantsOfNewRows()).isEmpty();
        try (StatelessSession session = batching()) {
            TenantContext.runAs(A, () -> session.insert(new Ticket(12, "own")));
            assertThat(tenantsOfNewRows()).as("not sent yet").isEmpty();
            TenantContext.runAs(A, () -> session.getTransaction().commit());
        }
        assertThat(tenantsOfNewRows()).containsExactly(A.toString());
    }

    private StatelessSession batching() {
        StatelessSession session = TenantContext.callAs(A, factory::openStatelessSession);
        session.setJdbcBatchSize(10);
        session.beginTransaction();
        return session;
    }

    private List<String> tenantsOfNewRows() {
        return database.query(Role.SUPERUSER, "select tenant_id from ticket where id > 9");
    }

    private List<String> versions() {
        return database.query(Role.SUPERUSER, "select version from ticket order by id");
    }

    private static void assertRefusedIn(UUID tenant, TenantContext.Action<RuntimeException> action) {
        assertRefused(() -> TenantContext.runAs(tenant, action));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(TenantMismatchException.class)
                .hasMessageContaining("this session was opened for");
    }
}
