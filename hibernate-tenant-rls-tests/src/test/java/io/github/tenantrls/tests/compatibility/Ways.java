// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Tenants;
import jakarta.persistence.criteria.CriteriaQuery;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** The ways to rows, each from within a tenant who has one note and some tickets. */
final class Ways {

    private static final int TICKETS = 7;

    private Ways() {}

    /** A note for each tenant, and tickets in batches. */
    static void persist(SessionFactory factory, List<UUID> tenants) {
        for (UUID tenant : tenants) {
            TenantContext.runAs(
                    tenant,
                    () -> factory.inTransaction(session -> {
                        session.persist(new Note(text(tenant), "tag " + tenant));
                        for (int i = 0; i < TICKETS; i++) {
                            session.persist(new Note.Ticket(text(tenant)));
                        }
                    }));
        }
    }

    /** Each way of reading finds the own rows. */
    static void reads(SessionFactory factory, UUID tenant) {
        factory.inTransaction(session -> {
            assertThat(hql(session, "select n.text from Note n")).containsExactly(text(tenant));
            assertThat(session.createNativeQuery("select text from Note", String.class)
                            .getResultList())
                    .containsExactly(text(tenant));
            assertThat(criteria(session)).containsExactly(text(tenant));
            assertThat(hql(session, "select t from Note n join n.tags t")).containsExactly("tag " + tenant);
            assertThat(session.createNativeQuery("select tags from Note_tags", String.class)
                            .getResultList())
                    .containsExactly("tag " + tenant);
            assertThat(hql(session, "select t.text from Ticket t"))
                    .hasSize(TICKETS)
                    .containsOnly(text(tenant));
            assertThat(session.find(Note.class, -1L)).isNull();
        });
        factory.inTransaction(
                session -> assertThat(session.doReturningWork(Ways::called)).isOne());
        factory.inTransaction(
                session -> assertThat(session.doReturningWork(Ways::byCursor)).containsExactly(text(tenant)));
        outsideOfATransaction(factory, tenant);
    }

    private static void outsideOfATransaction(SessionFactory factory, UUID tenant) {
        try (Session session = factory.openSession()) {
            assertThat(hql(session, "select n.text from Note n")).containsExactly(text(tenant));
            assertThat(session.find(Note.class, -1L)).isNull();
        }
    }

    /** Each way of writing reaches the own rows, and leaves them as they were. */
    static void writes(SessionFactory factory, UUID tenant) {
        factory.inTransaction(session -> {
            assertThat(session.createMutationQuery("update Note set text = text")
                            .executeUpdate())
                    .isOne();
            assertThat(session.createNativeMutationQuery("update Ticket set text = text")
                            .executeUpdate())
                    .isEqualTo(TICKETS);
            assertThat(session.createNativeMutationQuery("delete from Note where id = -1")
                            .executeUpdate())
                    .isZero();
        });
        Throwable refused = catchThrowable(() -> factory.inTransaction(session -> session.createNativeMutationQuery(
                        "insert into Note (id, text, tenant_id) values (-2, 'x', '" + Tenants.NOBODY + "')")
                .executeUpdate()));
        assertThat(Battery.state(refused)).as("%s", refused).isEqualTo("42501");
        factory.inTransaction(session -> session.doWork(connection -> savepoint(connection, tenant)));
        rollsBack(factory, tenant);
        keys(factory);
    }

    private static void savepoint(Connection connection, UUID tenant) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into Note (id, text) values (-3, 'taken back')");
            connection.rollback(before);
            try (ResultSet rows = statement.executeQuery("select text from Note")) {
                assertThat(texts(rows)).containsExactly(text(tenant));
            }
        }
    }

    private static void rollsBack(SessionFactory factory, UUID tenant) {
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            session.persist(new Note("taken back", "x"));
            session.flush();
            assertThat(hql(session, "select n.text from Note n")).hasSize(2);
            session.getTransaction().rollback();
        }
        factory.inTransaction(
                session -> assertThat(hql(session, "select n.text from Note n")).containsExactly(text(tenant)));
    }

    /** Keys that the database makes, asked of the driver, as the first statement of a transaction. */
    private static void keys(SessionFactory factory) {
        factory.inTransaction(session -> session.doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into Ticket (text) values ('x')", Statement.RETURN_GENERATED_KEYS)) {
                insert.executeUpdate();
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong("id")).isPositive();
                }
            }
            connection.createStatement().executeUpdate("delete from Ticket where text = 'x'");
        }));
    }

    private static long called(Connection connection) throws SQLException {
        try (CallableStatement call = connection.prepareCall("{? = call notes()}")) {
            call.registerOutParameter(1, java.sql.Types.BIGINT);
            call.execute();
            return call.getLong(1);
        }
    }

    private static List<String> byCursor(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select text from Note order by id")) {
            query.setFetchSize(1);
            try (ResultSet rows = query.executeQuery()) {
                return texts(rows);
            }
        }
    }

    private static List<String> texts(ResultSet rows) throws SQLException {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
            texts.add(rows.getString(1));
        }
        return texts;
    }

    private static List<String> hql(Session session, String query) {
        return session.createSelectionQuery(query, String.class).getResultList();
    }

    private static List<String> criteria(Session session) {
        CriteriaQuery<Note> query = session.getCriteriaBuilder().createQuery(Note.class);
        query.select(query.from(Note.class));
        return session.createSelectionQuery(query).getResultList().stream()
                .map(note -> note.text)
                .toList();
    }

    private static String text(UUID tenant) {
        return "of " + tenant;
    }
}
