// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.hibernate.Way.attempts;
import static io.github.tenantrls.tests.hibernate.Way.changes;
import static io.github.tenantrls.tests.hibernate.Way.inserts;

import io.github.tenantrls.tests.hibernate.Model.Note;
import io.github.tenantrls.tests.hibernate.Model.Project;
import io.github.tenantrls.tests.hibernate.Model.Task;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.Version;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Writes through a {@link StatelessSession}. */
class StatelessWritesIT extends WaysContract {

    @Override
    List<Way> ways() {
        return Stream.of(ownRows(), newRows(), rowsOfOthers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Way> ownRows() {
        return List.of(
                changes(
                        "update",
                        stateless(s -> notes(s).forEach(note -> {
                            note.text = "x";
                            s.update(note);
                        }))),
                changes("updateMultiple", stateless(s -> {
                    List<Note> notes = notes(s);
                    notes.forEach(note -> note.text = "x");
                    s.updateMultiple(notes);
                })),
                changes("delete", stateless(s -> notes(s).forEach(s::delete))),
                changes("deleteMultiple", stateless(s -> s.deleteMultiple(notes(s)))),
                changes(
                        "upsert of rows that are there",
                        stateless(s -> notes(s).forEach(note -> {
                            note.text = "x";
                            s.upsert(note);
                        }))));
    }

    private static List<Way> newRows() {
        return List.of(
                inserts("insert", 1, stateless(s -> s.insert(new Note(1000, "new")))),
                inserts("insert with identity", 1, stateless(s -> s.insert(new Task("new", null)))),
                inserts("insertMultiple", 3, stateless(s -> {
                    s.setJdbcBatchSize(2);
                    s.insertMultiple(List.of(new Note(1000, "x"), new Note(1001, "x"), new Note(1002, "x")));
                })),
                inserts(
                        "insertMultiple with sequence ids",
                        2,
                        stateless(s -> s.insertMultiple(List.of(new Project("x"), new Project("y"))))),
                inserts(
                        "upsert of new rows",
                        2,
                        stateless(s -> s.upsertMultiple(List.of(new Note(1000, "x"), new Note(1001, "x"))))));
    }

    private List<Way> rowsOfOthers() {
        return List.of(
                attempts("update of another's row", "StaleObjectStateException", onNote((s, note) -> s.update(note))),
                attempts("delete of another's row", "StaleObjectStateException", onNote((s, note) -> s.delete(note))),
                attempts("upsert of another's row", upsertRefused(), onNote((s, note) -> s.upsert(note))),
                attempts("update of another's versioned row", "StaleObjectStateException", (s, id) -> {
                    Project project = new Project("x");
                    project.id = id;
                    return stateless(stateless -> stateless.update(project)).apply(s);
                }));
    }

    /**
     * "merge" does not see the row and inserts; "insert .. on conflict do update" finds it, and may not change it. Before
     * PostgreSQL 15, which brought "merge", Hibernate 7.4 takes neither, and misses the row.
     */
    private String upsertRefused() {
        if (Version.getVersionString().startsWith("7.2.")) {
            return "23505";
        }
        Dialect dialect = factory.unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();
        return dialect.getVersion().isBefore(15) ? "StaleStateException" : "42501";
    }

    @FunctionalInterface
    private interface NoteWork {
        void on(StatelessSession session, Note note);
    }

    private static Way.Attempt onNote(NoteWork work) {
        return (session, id) -> stateless(s -> work.on(s, new Note(id, "x"))).apply(session);
    }

    /** In a stateless session and transaction of its own; Hibernate refuses those that share the connection of a tenant's session. */
    private static Function<Session, Object> stateless(Consumer<StatelessSession> work) {
        return session -> {
            session.getSessionFactory().inStatelessTransaction(work);
            return "done";
        };
    }

    private static List<Note> notes(StatelessSession session) {
        return session.createSelectionQuery("from Note", Note.class).getResultList();
    }
}
