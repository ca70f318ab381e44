// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.hibernate.Way.sees;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.hibernate.Model.Note;
import io.github.tenantrls.tests.hibernate.Model.Project;
import io.github.tenantrls.tests.hibernate.Model.Task;
import jakarta.persistence.EntityManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.LockMode;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.StatelessSession;
import org.hibernate.jpa.HibernateHints;

/** Kinds of sessions, how they are opened, and what they read outside a transaction. */
class SessionWaysIT extends WaysContract {

    private static final String NAMES = "select name from project";

    /** A date is sent without a type, so the driver has the statement described, and learns that its rows have no limit. */
    private static final String UNBOUNDED_NAMES = "select name || '' from project where current_date > ?1";

    /** More than the executions after which the driver prepares, and so describes, a statement on the server. */
    private static final int TIMES_UNTIL_PREPARED = 8;

    @Override
    List<Way> ways() {
        return all();
    }

    static List<Way> all() {
        return Stream.of(outsideTransactions(), lazyOutsideTransactions(), lives(), openings(), stateless())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Way> outsideTransactions() {
        return List.of(
                outside(
                        "find outside a transaction",
                        s -> Sample.ids().stream()
                                .map(id -> s.find(Project.class, id))
                                .filter(Objects::nonNull)
                                .map(project -> project.name)
                                .toList()),
                outside("HQL outside a transaction", SessionWaysIT::hql),
                outside("native SQL outside a transaction", SessionWaysIT::nativeSql),
                outside(
                        "cursor outside a transaction",
                        s -> s.createSelectionQuery("select name from Project", String.class)
                                .setFetchSize(1)
                                .getResultStream()
                                .toList()),
                outside("scrollable rows outside a transaction", s -> {
                    try (ScrollableResults<String> rows = s.createSelectionQuery(
                                    "select name from Project", String.class)
                            .scroll(ScrollMode.SCROLL_INSENSITIVE)) {
                        List<String> names = new ArrayList<>();
                        while (rows.next()) {
                            names.add(rows.get());
                        }
                        return names;
                    }
                }),
                outside(
                        "untyped parameter and unbounded result outside a transaction, once prepared on the server",
                        s -> {
                            List<String> names = List.of();
                            for (int i = 0; i < TIMES_UNTIL_PREPARED && (i == 0 || !names.isEmpty()); i++) {
                                names = s.createNativeQuery(UNBOUNDED_NAMES, String.class)
                                        .setParameter(1, LocalDate.EPOCH)
                                        .getResultList();
                            }
                            return names;
                        }),
                outside(
                        "stored function outside a transaction",
                        s -> List.of(s.createNamedStoredProcedureQuery("Project.joined")
                                .getSingleResult()
                                .toString()
                                .split(","))),
                outside(
                        "JDBC outside a transaction",
                        s -> s.doReturningWork(c -> {
                            try (Statement statement = c.createStatement()) {
                                return JdbcReadsIT.names(statement.executeQuery(NAMES));
                            }
                        })));
    }

    private static List<Way> lazyOutsideTransactions() {
        return List.of(
                outside(
                        "one-to-many after the commit",
                        s -> afterCommit(s).stream()
                                .flatMap(project -> project.tasks.stream())
                                .map(task -> task.title)
                                .toList()),
                outside(
                        "element collection after the commit",
                        s -> afterCommit(s).stream()
                                .flatMap(project -> project.tags.stream())
                                .toList()),
                outside(
                        "many-to-many after the commit",
                        s -> afterCommit(s).stream()
                                .flatMap(project -> project.labels.stream())
                                .map(label -> label.name)
                                .toList()));
    }

    private static List<Way> lives() {
        return List.of(
                outside("several transactions in one session", s -> {
                    inTransaction(s, SessionWaysIT::hql);
                    inTransaction(s, SessionWaysIT::nativeSql);
                    return inTransaction(s, SessionWaysIT::hql);
                }),
                outside("in, outside, in a transaction", s -> {
                    inTransaction(s, SessionWaysIT::hql);
                    nativeSql(s);
                    return inTransaction(s, SessionWaysIT::nativeSql);
                }),
                outside("after a rollback", s -> {
                    s.beginTransaction();
                    s.createMutationQuery("delete from Note").executeUpdate();
                    s.getTransaction().rollback();
                    return inTransaction(s, SessionWaysIT::hql);
                }),
                outside("after a failure and its rollback", s -> {
                    s.beginTransaction();
                    try {
                        s.createNativeQuery("select 1 / 0", Integer.class).getSingleResult();
                        return List.of("no failure");
                    } catch (RuntimeException e) {
                        s.getTransaction().rollback();
                    }
                    return inTransaction(s, SessionWaysIT::hql);
                }));
    }

    private static List<Way> openings() {
        return List.of(
                openedWithoutContext(
                        "session opened with the tenant's identifier",
                        (factory, tenant) ->
                                factory.withOptions().tenantIdentifier(tenant).openSession()),
                openedWithoutContext("entity manager opened with the tenant as hint", (factory, tenant) -> {
                    EntityManager em = factory.createEntityManager(Map.of(HibernateHints.HINT_TENANT_ID, tenant));
                    return em.unwrap(Session.class);
                }),
                openedWithoutContext(
                        "stateless session opened with the tenant's identifier",
                        (factory, tenant) -> factory.withStatelessOptions()
                                .tenantIdentifier(tenant)
                                .openStatelessSession()),
                outside("session that shares the connection of another", s -> {
                    try (Session shared = s.sessionWithOptions().connection().openSession()) {
                        return hql(shared);
                    }
                }));
    }

    private static List<Way> stateless() {
        return List.of(
                statelessReads("stateless get", s -> names(Sample.ids().stream().map(id -> s.get(Project.class, id)))),
                statelessReads(
                        "stateless getMultiple", s -> names(s.getMultiple(Project.class, Sample.ids()).stream())),
                statelessReads(
                        "stateless get with lock",
                        s -> names(
                                Sample.ids().stream().map(id -> s.get(Project.class, id, LockMode.PESSIMISTIC_WRITE)))),
                statelessReads("stateless HQL", SessionWaysIT::hql),
                statelessReads("stateless native SQL", SessionWaysIT::nativeSql),
                statelessReads(
                        "stateless fetch",
                        s -> s.createSelectionQuery("from Task t", Task.class).getResultList().stream()
                                .map(task -> {
                                    s.fetch(task.project);
                                    return ((Project) Hibernate.unproxy(task.project)).name;
                                })
                                .toList()),
                statelessReads(
                        "stateless refresh",
                        s -> s.createSelectionQuery("from Note", Note.class).getResultList().stream()
                                .map(note -> {
                                    note.text = "stale";
                                    s.refresh(note);
                                    return note.text;
                                })
                                .toList()));
    }

    private static Way outside(String name, Function<Session, ? extends Collection<String>> read) {
        return sees(name, factory -> {
            try (Session session = factory.openSession()) {
                return read.apply(session);
            }
        });
    }

    private static Way statelessReads(String name, Function<StatelessSession, ? extends Collection<String>> read) {
        return sees(name, factory -> factory.fromStatelessTransaction(read::apply));
    }

    @FunctionalInterface
    private interface Opening {
        SharedSessionContract open(SessionFactory factory, UUID tenant);
    }

    private static Way openedWithoutContext(String name, Opening opening) {
        return sees(name, factory -> {
            UUID tenant = (UUID) TenantContext.required();
            List<String> names = new ArrayList<>();
            TenantContext.withoutTenant(() -> {
                try (SharedSessionContract session = opening.open(factory, tenant)) {
                    names.addAll(inTransaction(session, SessionWaysIT::hql));
                }
            });
            return names;
        });
    }

    private static <S extends SharedSessionContract, T> T inTransaction(S session, Function<S, T> work) {
        session.beginTransaction();
        T result = work.apply(session);
        session.getTransaction().commit();
        return result;
    }

    private static List<Project> afterCommit(Session session) {
        return inTransaction(
                session,
                s -> s.createSelectionQuery("from Project", Project.class).getResultList());
    }

    private static List<String> hql(SharedSessionContract session) {
        return session.createSelectionQuery("select name from Project", String.class)
                .getResultList();
    }

    private static List<String> nativeSql(SharedSessionContract session) {
        return session.createNativeQuery(NAMES, String.class).getResultList();
    }

    private static List<String> names(Stream<Project> projects) {
        return projects.filter(Objects::nonNull).map(project -> project.name).toList();
    }
}
