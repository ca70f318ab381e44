// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.hibernate.Way.reads;

import io.github.tenantrls.tests.hibernate.Model.Label;
import io.github.tenantrls.tests.hibernate.Model.Project;
import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.LockModeType;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.LockMode;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.Session;
import org.hibernate.Timeouts;
import org.hibernate.query.SelectionQuery;

/** Queries and loads of a {@link Session}, in a transaction. */
class QueryWaysIT extends WaysContract {

    private static final String FROM_PROJECT = "from Project p order by p.name";

    @Override
    List<Way> ways() {
        return all();
    }

    static List<Way> all() {
        return Stream.of(loads(), queries(), locks(), rowByRow())
                .flatMap(List::stream)
                .toList();
    }

    @SuppressWarnings("deprecation") // KeyType.NATURAL, which replaces it, is not in the oldest Hibernate supported
    private static List<Way> loads() {
        return List.of(
                reads("find", s -> names(Sample.ids().stream().map(id -> s.find(Project.class, id)))),
                reads("findMultiple", s -> names(s.findMultiple(Project.class, Sample.ids()).stream())),
                reads("getReference", s -> existing(id -> nameOf(s.getReference(Project.class, id)))),
                reads(
                        "refresh",
                        s -> existing(id -> {
                            Project project = s.getReference(Project.class, id);
                            s.refresh(project);
                            return nameOf(project);
                        })),
                reads(
                        "natural id",
                        s -> Sample.names().stream()
                                .map(name -> s.bySimpleNaturalId(Label.class).load(name))
                                .filter(Objects::nonNull)
                                .map(label -> label.name)
                                .toList()),
                reads(
                        "find of a label by UUID",
                        s -> Sample.ids().stream()
                                .map(id -> s.find(Label.class, Sample.labelId(id)))
                                .filter(Objects::nonNull)
                                .map(label -> label.name)
                                .toList()),
                reads("read-only session", s -> {
                    s.setDefaultReadOnly(true);
                    return names(projects(s, FROM_PROJECT).getResultList().stream());
                }),
                reads(
                        "read-only query",
                        s -> names(projects(s, FROM_PROJECT).setReadOnly(true).getResultList().stream())));
    }

    private static List<Way> queries() {
        return List.of(
                reads("HQL", s -> names(projects(s, FROM_PROJECT).getResultList().stream())),
                reads(
                        "HQL with a condition that holds for others' rows",
                        s -> s.createSelectionQuery("select name from Project where id in ?1", String.class)
                                .setParameter(1, Sample.ids())
                                .getResultList()),
                reads(
                        "HQL with a subquery",
                        s -> s.createSelectionQuery(
                                        "select t.title from Task t where t.project.id in (select p.id from Project p)",
                                        String.class)
                                .getResultList()),
                reads(
                        "HQL union",
                        s -> s.createSelectionQuery(
                                        "select p.name from Project p union select t.title from Task t", String.class)
                                .getResultList()),
                reads(
                        "HQL aggregate",
                        s -> List.of(s.createSelectionQuery(
                                        "select listagg(p.name, ',') within group (order by p.name) from Project p",
                                        String.class)
                                .getSingleResult()
                                .split(",", -1))),
                reads("criteria", s -> {
                    CriteriaQuery<Project> query = s.getCriteriaBuilder().createQuery(Project.class);
                    Root<Project> root = query.from(Project.class);
                    return names(s
                            .createSelectionQuery(
                                    query.select(root).where(root.get("id").in(Sample.ids())))
                            .getResultList()
                            .stream());
                }),
                reads(
                        "native SQL",
                        s -> s.createNativeQuery("select name from project", String.class)
                                .getResultList()),
                reads(
                        "native SQL with parameters",
                        s -> s.createNativeQuery("select name from project where id between ?1 and ?2", String.class)
                                .setParameter(1, 0L)
                                .setParameter(2, 1000L)
                                .getResultList()),
                reads(
                        "native SQL with a semicolon in a literal",
                        s -> s.createNativeQuery("select name from project where name <> ';'", String.class)
                                .getResultList()),
                reads(
                        "native SQL for entities",
                        s -> names(
                                s.createNativeQuery("select * from project", Project.class).getResultList().stream())),
                reads(
                        "named query",
                        s -> s.createNamedSelectionQuery("Project.names", String.class)
                                .getResultList()),
                reads(
                        "named native query",
                        s -> s.createNamedQuery("Project.nativeNames", String.class)
                                .getResultList()),
                reads("query timeout", s -> names(projects(s, FROM_PROJECT).setTimeout(20).getResultList().stream())),
                reads("count", s -> {
                    long count = projects(s, FROM_PROJECT).getResultCount();
                    List<String> names = names(projects(s, FROM_PROJECT).getResultList().stream());
                    return count == 3 ? names : List.of("counted " + count);
                }));
    }

    private static List<Way> locks() {
        return List.of(
                reads(
                        "find with lock",
                        s -> names(Sample.ids().stream()
                                .map(id -> s.find(Project.class, id, LockModeType.PESSIMISTIC_WRITE)))),
                reads(
                        "find with a lock that waits for nothing",
                        s -> names(Sample.ids().stream()
                                .map(id ->
                                        s.find(Project.class, id, LockModeType.PESSIMISTIC_READ, Timeouts.NO_WAIT)))),
                reads("lock a loaded entity", s -> {
                    List<Project> projects = projects(s, FROM_PROJECT).getResultList();
                    projects.forEach(project -> s.lock(project, LockModeType.PESSIMISTIC_WRITE));
                    return names(projects.stream());
                }),
                reads(
                        "for update",
                        s -> names(
                                projects(s, FROM_PROJECT)
                                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                                        .getResultList()
                                        .stream())),
                reads(
                        "for share",
                        s -> names(
                                projects(s, FROM_PROJECT)
                                        .setLockMode(LockModeType.PESSIMISTIC_READ)
                                        .getResultList()
                                        .stream())),
                reads(
                        "skip locked",
                        s ->
                                names(projects(s, FROM_PROJECT)
                                        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
                                        .getResultList()
                                        .stream())));
    }

    private static List<Way> rowByRow() {
        return List.of(
                reads("scroll forward", s -> scrolled(projects(s, FROM_PROJECT).scroll(ScrollMode.FORWARD_ONLY))),
                reads(
                        "scroll forward with a cursor",
                        s -> scrolled(projects(s, FROM_PROJECT).setFetchSize(1).scroll(ScrollMode.FORWARD_ONLY))),
                reads(
                        "scroll insensitive",
                        s -> scrolled(projects(s, FROM_PROJECT).scroll(ScrollMode.SCROLL_INSENSITIVE))),
                reads("stream", s -> names(projects(s, FROM_PROJECT).getResultStream())),
                reads("stream with a cursor", s -> {
                    try (Stream<Project> rows =
                            projects(s, FROM_PROJECT).setFetchSize(1).getResultStream()) {
                        return names(rows);
                    }
                }),
                reads("statement under a cursor", s -> {
                    try (Stream<Project> rows =
                            projects(s, FROM_PROJECT).setFetchSize(1).getResultStream()) {
                        return rows.map(project -> s.createNativeQuery(
                                                "select name from project where id = ?1", String.class)
                                        .setParameter(1, project.id)
                                        .getSingleResult())
                                .toList();
                    }
                }));
    }

    static SelectionQuery<Project> projects(Session session, String hql) {
        return session.createSelectionQuery(hql, Project.class);
    }

    private static List<String> names(Stream<Project> projects) {
        return projects.filter(Objects::nonNull).map(project -> project.name).toList();
    }

    /** Reads the row where the project is a reference. */
    static String nameOf(Project project) {
        return ((Project) Hibernate.unproxy(project)).name;
    }

    private static List<String> existing(Function<Long, String> name) {
        return Sample.ids().stream()
                .flatMap(id -> {
                    try {
                        return Stream.of(name.apply(id));
                    } catch (EntityNotFoundException e) {
                        return Stream.empty();
                    }
                })
                .toList();
    }

    private static List<String> scrolled(ScrollableResults<Project> rows) {
        try (rows) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.get().name);
            }
            return names;
        }
    }
}
