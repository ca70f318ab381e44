// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.params.provider.Arguments;

/** What a session does in the transactions whose round trips are counted. */
final class RoundTripShapes {

    private RoundTripShapes() {}

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("find", em -> em.find(SeqItem.class, -1L)),
                shape("HQL", em -> em.createQuery("from SeqItem", SeqItem.class).getResultList()),
                shape(
                        "native query",
                        em -> em.createNativeQuery("select count(*) from {h-schema}seq_item")
                                .getSingleResult()),
                shape(
                        "HQL with a date",
                        em -> em.createQuery("from SeqItem where created > :now", SeqItem.class)
                                .setParameter("now", LocalDateTime.now(ZoneOffset.UTC))
                                .getResultList()),
                shape(
                        "HQL with an enum of the database",
                        em -> em.createQuery("from SeqItem where mood = :mood", SeqItem.class)
                                .setParameter("mood", Mood.calm)
                                .getResultList()),
                shape("persist with a sequence", em -> em.persist(new SeqItem())),
                shape("persist with an identity", em -> em.persist(new IdentityItem())),
                shape(
                        "bulk update",
                        em -> em.createQuery("update SeqItem set name = 'c' where id < 0")
                                .executeUpdate()),
                shape(
                        "bulk delete",
                        em -> em.createQuery("delete SeqItem where id > 0").executeUpdate()),
                shape("find and update", em -> em.find(SeqItem.class, -1L).name = "" + Math.random()),
                shape("find, update and flush", em -> {
                    em.find(SeqItem.class, -2L).name = "" + Math.random();
                    em.flush();
                }),
                shape("two queries", em -> {
                    em.find(SeqItem.class, -1L);
                    em.find(SeqItem.class, -2L);
                }),
                shape(
                        "query with a fetch size",
                        em -> em.createQuery("from SeqItem where id < 0", SeqItem.class)
                                .setHint("org.hibernate.fetchSize", 10)
                                .getResultList()));
    }

    private static Arguments shape(String name, Consumer<EntityManager> work) {
        return Arguments.of(name, work);
    }

    static Stream<Arguments> fallbacks() {
        return Stream.of(
                shape(
                        "text of a statement that is not prepared",
                        em -> jdbc(em, connection -> {
                            try (Statement statement = connection.createStatement();
                                    ResultSet rows = statement.executeQuery("select 1")) {
                                rows.next();
                            }
                        })),
                shape(
                        "generated keys",
                        em -> jdbc(em, connection -> {
                            try (var statement = connection.prepareStatement(
                                    "insert into neutral (name) values ('x')", Statement.RETURN_GENERATED_KEYS)) {
                                statement.executeUpdate();
                            }
                        })),
                shape(
                        "batch",
                        em -> jdbc(em, connection -> {
                            try (var statement =
                                    connection.prepareStatement("update neutral set name = ? where id = ?")) {
                                for (int i = 1; i <= 3; i++) {
                                    statement.setString(1, "batch");
                                    statement.setLong(2, -i);
                                    statement.addBatch();
                                }
                                statement.executeBatch();
                            }
                        })),
                shape(
                        "call",
                        em -> jdbc(em, connection -> {
                            try (var statement = connection.prepareCall("{? = call abs(?)}")) {
                                statement.registerOutParameter(1, java.sql.Types.INTEGER);
                                statement.setInt(2, -1);
                                statement.execute();
                            }
                        })),
                shape(
                        "scrollable result",
                        em -> jdbc(em, connection -> {
                            try (var statement = connection.prepareStatement(
                                    "select 1", ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                                statement.executeQuery();
                            }
                        })),
                shape(
                        "several statements in one text",
                        em -> jdbc(em, connection -> {
                            try (var statement = connection.prepareStatement("select 1; select 2")) {
                                statement.execute();
                            }
                        })),
                shape(
                        "savepoint",
                        em -> jdbc(em, connection -> {
                            connection.setSavepoint();
                            try (var statement = connection.prepareStatement("select 1")) {
                                statement.executeQuery();
                            }
                        })));
    }

    static void jdbc(EntityManager em, org.hibernate.jdbc.Work work) {
        em.unwrap(Session.class).doWork(work);
    }

    @TenantScoped
    @Entity(name = "SeqItem")
    @Table(name = "seq_item")
    static class SeqItem {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        @SequenceGenerator(name = "seq_item_seq", sequenceName = "seq_item_seq", allocationSize = 1)
        Long id;

        String name;
        LocalDateTime created;

        @JdbcTypeCode(SqlTypes.NAMED_ENUM)
        Mood mood;
    }

    enum Mood {
        calm
    }

    @TenantScoped
    @Entity(name = "IdentityItem")
    @Table(name = "identity_item")
    static class IdentityItem {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String name;
    }
}
