// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.hibernate.Way.attempts;
import static io.github.tenantrls.tests.hibernate.Way.changes;
import static io.github.tenantrls.tests.hibernate.Way.inserts;

import io.github.tenantrls.tests.hibernate.Model.Invoice;
import io.github.tenantrls.tests.hibernate.Model.Label;
import io.github.tenantrls.tests.hibernate.Model.Note;
import io.github.tenantrls.tests.hibernate.Model.Person;
import io.github.tenantrls.tests.hibernate.Model.Project;
import io.github.tenantrls.tests.hibernate.Model.Task;
import io.github.tenantrls.tests.support.Tenants;
import jakarta.persistence.LockModeType;
import jakarta.persistence.criteria.CriteriaDelete;
import jakarta.persistence.criteria.CriteriaUpdate;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;

/** Writes through a {@link Session}: of the own rows, of new ones, and attempts at those of others. */
class WriteWaysIT extends WaysContract {

    @Override
    List<Way> ways() {
        return all();
    }

    static List<Way> all() {
        return Stream.of(bulkStatements(), entityChanges(), newRows(), rowsOfOthers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Way> bulkStatements() {
        return List.of(
                changes("HQL update", hql("update Project set name = name || '!'")),
                changes("HQL update of the version", hql("update versioned Project set name = name || '!'")),
                changes("HQL delete", hql("delete from Note")),
                changes("HQL delete with collection tables", s -> {
                    s.createMutationQuery("delete from Task").executeUpdate();
                    return s.createMutationQuery("delete from Project").executeUpdate();
                }),
                changes(
                        "HQL update of a joined subclass",
                        hql("update Person set name = name || '!', nick = nick || '!'")),
                changes("HQL delete of joined tables", hql("delete from Party")),
                changes("HQL update of a secondary table", hql("update Invoice set detail = 'changed'")),
                changes("HQL delete with a secondary table", hql("delete from Invoice")),
                changes("HQL insert-select", hql("insert into Note (id, text) select id + 5000, name from Project")),
                changes(
                        "HQL insert-select with sequence ids",
                        hql("insert into Project (name, version) select p.name || '!', 0 from Project p")),
                changes(
                        "HQL insert-select into joined tables",
                        hql("insert into Person (id, name, nick) select p.id + 5000, p.name, p.name from Project p")),
                changes("criteria update", s -> {
                    HibernateCriteriaBuilder builder = s.getCriteriaBuilder();
                    CriteriaUpdate<Note> update = builder.createCriteriaUpdate(Note.class);
                    update.from(Note.class);
                    return s.createMutationQuery(update.set("text", "changed")).executeUpdate();
                }),
                changes("criteria delete", s -> {
                    CriteriaDelete<Note> delete = s.getCriteriaBuilder().createCriteriaDelete(Note.class);
                    delete.from(Note.class);
                    return s.createMutationQuery(delete).executeUpdate();
                }),
                changes("native update", nativeSql("update project set name = name || '!'")),
                changes("native delete", nativeSql("delete from note")),
                changes(
                        "native update by a CTE",
                        nativeSql("with changed as (update task set title = title || '!' returning id)"
                                + " delete from note where id in (select id from changed)")));
    }

    private static List<Way> entityChanges() {
        return List.of(
                changes("dirty checking", everyProject(project -> project.name += "!")),
                changes("element collection", everyProject(project -> project.tags.add("more"))),
                changes("element collection, removed", everyProject(project -> project.tags.clear())),
                changes("many-to-many, removed", everyProject(project -> project.labels.clear())),
                changes("orphan removal", everyProject(project -> project.tasks.clear())),
                changes("cascade persist", everyProject(project -> project.tasks.add(new Task(project.name, project)))),
                changes("forced increment of the version", s -> {
                    Sample.ids().forEach(id -> s.find(Project.class, id, LockModeType.PESSIMISTIC_FORCE_INCREMENT));
                    return s;
                }),
                changes("remove with cascade", s -> {
                    projects(s).forEach(s::remove);
                    return s;
                }),
                changes("batched update of versioned rows", s -> {
                    s.setJdbcBatchSize(2);
                    projects(s).forEach(project -> project.name += "!");
                    return s;
                }));
    }

    private static List<Way> newRows() {
        return List.of(
                inserts("sequence id", 1, persist(() -> new Project("new"))),
                inserts("identity", 1, persist(() -> new Task("new", null))),
                inserts("UUID", 1, persist(() -> new Label("new"))),
                inserts("table generator and joined tables", 2, persist(() -> new Person("new"))),
                inserts("assigned id and secondary table", 2, persist(() -> new Invoice(1000, "new"))),
                inserts("graph with collection and join tables", 7, s -> {
                    Project project = new Project("new");
                    project.tags = Set.of("one", "two");
                    project.tasks = Set.of(new Task("new", project));
                    project.labels = Set.of(new Label("new 1"));
                    s.persist(project);
                    s.persist(new Label("new 2"));
                    return project;
                }),
                inserts("merge of a new entity", 1, s -> s.merge(new Note(1000, "new"))),
                inserts(
                        "batch as the first statement",
                        5,
                        batch(s -> IntStream.range(0, 5).forEach(i -> s.persist(new Note(1000 + i, "new"))))),
                inserts(
                        "batch of identities",
                        5,
                        batch(s -> IntStream.range(0, 5).forEach(i -> s.persist(new Task("new", null))))),
                inserts(
                        "batch of sequence ids",
                        12,
                        batch(s -> IntStream.range(0, 12).forEach(i -> s.persist(new Project("new"))))),
                inserts("HQL insert-values", 1, hql("insert into Note (id, text) values (1000, 'new')")),
                inserts(
                        "HQL insert-values with a conflict clause",
                        1,
                        hql(
                                "insert into Note (id, text) values (1000, 'new') on conflict (id) do update set text = 'x'")),
                inserts("native insert", 1, nativeSql("insert into note (id, text) values (1000, 'new')")));
    }

    private static List<Way> rowsOfOthers() {
        return List.of(
                attempts(
                        "update by id",
                        "0",
                        (s, id) -> s.createMutationQuery("update Note set text = 'x' where id = ?1")
                                .setParameter(1, id)
                                .executeUpdate()),
                attempts(
                        "delete by id",
                        "0",
                        (s, id) -> s.createMutationQuery("delete from Note where id = ?1")
                                .setParameter(1, id)
                                .executeUpdate()),
                attempts(
                        "native update by id",
                        "0",
                        (s, id) -> s.createNativeMutationQuery("update project set name = 'x' where id = " + id)
                                .executeUpdate()),
                attempts(
                        "insert for another tenant",
                        "42501",
                        (s, id) -> s.createNativeMutationQuery(
                                        "insert into note (id, text, tenant_id) values (1000, 'x', '" + Tenants.NOBODY
                                                + "')")
                                .executeUpdate()),
                attempts(
                        "giving an own row away",
                        "42501",
                        (s, id) -> s.createNativeMutationQuery("update note set tenant_id = '" + Tenants.NOBODY + "'")
                                .executeUpdate()),
                attempts("merge of another's versioned row", "OptimisticLockException", (s, id) -> {
                    Project detached = new Project("x");
                    detached.id = id;
                    s.merge(detached);
                    s.flush();
                    return s;
                }),
                attempts("removing another's row by reference", "EntityNotFoundException", (s, id) -> {
                    s.remove(s.getReference(Project.class, id));
                    s.flush();
                    return s;
                }));
    }

    private static Function<Session, Object> hql(String hql) {
        return session -> session.createMutationQuery(hql).executeUpdate();
    }

    private static Function<Session, Object> nativeSql(String sql) {
        return session -> session.createNativeMutationQuery(sql).executeUpdate();
    }

    private static Function<Session, Object> persist(Supplier<Object> entity) {
        return session -> {
            session.persist(entity.get());
            return session;
        };
    }

    /** Each batch in a transaction that has sent nothing before. */
    private static Function<Session, Object> batch(Consumer<Session> work) {
        return session -> {
            session.setJdbcBatchSize(3);
            work.accept(session);
            return session;
        };
    }

    private static Function<Session, Object> everyProject(Consumer<Project> change) {
        return session -> {
            projects(session).forEach(change);
            return session;
        };
    }

    private static List<Project> projects(Session session) {
        return session.createSelectionQuery("from Project", Project.class).getResultList();
    }
}
