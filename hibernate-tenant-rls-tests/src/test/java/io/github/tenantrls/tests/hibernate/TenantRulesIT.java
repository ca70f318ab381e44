// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.hibernate.Model.Note;
import io.github.tenantrls.tests.hibernate.Model.Project;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session's tenant: fixed when it was opened, there or refused, and never sent where the column cannot hold it. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TenantRulesIT {

    private Database database;
    private Sample sample;
    private SessionFactory factory;

    @BeforeAll
    void open() {
        sample = Sample.in(database);
        factory = sample.factories().proxied().open();
    }

    @AfterAll
    void close() throws SQLException {
        factory.close();
        sample.close();
    }

    @Test
    void a_session_is_refused_under_another_tenant_before_anything_is_sent() {
        Map<UUID, List<String>> before = sample.rows();
        try (Session session = TenantContext.callAs(A, factory::openSession)) {
            database.roundTrips().reset();
            TenantContext.runAs(
                    B,
                    () -> assertThatThrownBy(() -> names(session))
                            .isInstanceOf(TenantMismatchException.class)
                            .hasMessageContaining(TenantRlsSettings.SWITCH_GUARD));
            assertThat(database.roundTrips().count()).isZero();
        }
        assertThat(sample.rows()).isEqualTo(before);
    }

    @Test
    void what_a_session_has_gathered_is_not_written_under_another_tenant() {
        Map<UUID, List<String>> before = sample.rows();
        try (Session session = TenantContext.callAs(A, factory::openSession)) {
            TenantContext.runAs(A, () -> {
                session.beginTransaction();
                assertThat(names(session)).isEqualTo(Sample.names(A));
                session.persist(new Note(1000, "x"));
            });
            TenantContext.runAs(
                    B, () -> assertThatThrownBy(session::flush).isInstanceOf(TenantMismatchException.class));
            session.getTransaction().rollback();
        }
        assertThat(sample.rows()).isEqualTo(before);
    }

    @Test
    void nothing_is_persisted_merged_removed_or_found_in_memory_under_another_tenant() {
        Map<UUID, List<String>> before = sample.rows();
        try (Session session = TenantContext.callAs(A, factory::openSession)) {
            Project loaded = session.createSelectionQuery("from Project order by name", Project.class)
                    .getResultList()
                    .get(0);
            session.beginTransaction();
            database.roundTrips().reset();
            TenantContext.runAs(B, () -> {
                assertRefused(() -> session.persist(new Note(1000, "x")));
                assertRefused(() -> session.merge(new Note(1000, "x")));
                assertRefused(() -> session.remove(loaded));
                assertRefused(() -> session.find(Project.class, loaded.id));
                assertRefused(() -> session.getReference(Project.class, loaded.id));
            });
            assertThat(database.roundTrips().count()).isZero();
            assertThat(session.find(Project.class, loaded.id)).isSameAs(loaded);
            session.getTransaction().commit();
        }
        assertThat(sample.rows()).isEqualTo(before);
    }

    private static void assertRefused(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOf(TenantMismatchException.class)
                .hasMessageContaining("this session was opened for another tenant than TenantContext names now");
    }

    @Test
    void without_the_switch_guard_a_session_goes_on_for_its_own_tenant() {
        try (SessionFactory unguarded = sample.factories()
                        .with(TenantRlsSettings.SWITCH_GUARD, "false")
                        .open();
                Session session = TenantContext.callAs(A, unguarded::openSession)) {
            TenantContext.runAs(B, () -> assertThat(names(session)).isEqualTo(Sample.names(A)));
            TenantContext.runAs(B, () -> session.persist(new Note(1000, "x")));
        }
    }

    @Test
    void a_stateless_session_on_the_connection_of_another_tenants_session_works_for_that_ones_tenant() {
        // Hibernate refuses the same tenant here, and lets another one pass
        TenantContext.runAs(
                A,
                () -> factory.inTransaction(session -> {
                    try (var child = session.statelessWithOptions()
                            .connection()
                            .tenantIdentifier((Object) B)
                            .openStatelessSession()) {
                        assertThat(names(child)).isEqualTo(Sample.names(A));
                    }
                }));
    }

    @Test
    void without_a_tenant_a_session_opens_and_is_refused_a_connection() {
        database.roundTrips().reset();
        try (Session session = factory.openSession()) {
            assertThatThrownBy(() -> names(session))
                    .isInstanceOf(MissingTenantException.class)
                    .hasMessageContaining("TenantContext.runAs");
        }
        assertThat(database.roundTrips().count()).isZero();
    }

    @Test
    void a_missing_tenant_may_be_an_empty_one_that_sees_nothing_and_writes_nothing() {
        Map<UUID, List<String>> before = sample.rows();
        try (SessionFactory empty = sample.factories()
                .with(TenantRlsSettings.MISSING_TENANT, "empty")
                .open()) {
            assertThat(empty.fromTransaction(TenantRulesIT::names)).isEmpty();
            assertThat(empty.<Integer>fromTransaction(session ->
                            session.createMutationQuery("delete from Note").executeUpdate()))
                    .isZero();
            assertThat(Way.outcome(() -> empty.fromTransaction(session -> {
                        session.persist(new Note(1000, "x"));
                        session.flush();
                        return session;
                    })))
                    .isEqualTo("42501");
        }
        assertThat(sample.rows()).isEqualTo(before);
    }

    static Stream<Object> unfit() {
        return Stream.of(
                "not-a-uuid", "x".repeat(10_000_000), A + "\0", "' or true --", "1-1-1-1-1", 7L, 7, new UUID(0, 0));
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("unfit")
    void an_identifier_that_the_column_cannot_hold_is_refused_before_anything_is_sent(Object tenant) {
        database.roundTrips().reset();
        TenantContext.runAs(
                tenant,
                () -> assertThatThrownBy(() -> factory.fromTransaction(TenantRulesIT::names))
                        .isInstanceOf(InvalidTenantException.class)
                        .message()
                        .hasSizeLessThan(500)
                        .doesNotContain("not-a-uuid", "' or true"));
        assertThatThrownBy(() -> {
                    try (Session session =
                            factory.withOptions().tenantIdentifier(tenant).openSession()) {
                        names(session);
                    }
                })
                .isInstanceOf(
                        tenant.equals(new UUID(0, 0)) ? MissingTenantException.class : InvalidTenantException.class);
        assertThat(database.roundTrips().count()).isZero();
    }

    @Test
    void an_empty_string_is_no_tenant() {
        assertThatThrownBy(() -> TenantContext.open("")).isInstanceOf(InvalidTenantException.class);
    }

    private static List<String> names(SharedSessionContract session) {
        return session.createSelectionQuery("select name from Project order by name", String.class)
                .getResultList();
    }
}
