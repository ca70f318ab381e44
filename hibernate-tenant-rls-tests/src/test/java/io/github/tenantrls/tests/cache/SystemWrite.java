// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import io.github.tenantrls.tests.cache.Library.Author;
import io.github.tenantrls.tests.cache.Library.Book;
import io.github.tenantrls.tests.cache.Library.Film;
import io.github.tenantrls.tests.cache.Library.Shelf;
import io.github.tenantrls.tests.cache.Library.Slip;
import io.github.tenantrls.tests.cache.Library.Ticket;
import java.util.Objects;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.query.NativeQuery;

/** The ways by which the system changes the row of A, whose identifier is 1, and where that shows. */
enum SystemWrite {
    UPDATE(Reading.FIND, em -> em.find(Book.class, 1L).name = "new"),
    UPDATE_SEEN_BY_QUERY(Reading.HQL, em -> em.find(Book.class, 1L).name = "new"),
    UPDATE_SEEN_IN_COLLECTION(Reading.ONE_TO_MANY, em -> em.find(Book.class, 1L).name = "new"),
    MERGE(Reading.FIND, em -> {
        Book book = em.find(Book.class, 1L);
        em.detach(book);
        book.name = "new";
        em.merge(book);
    }),
    UPDATE_OF_SUBCLASS(Reading.SUBCLASS, em -> em.find(Film.class, 1L).name = "new"),
    UPDATE_OF_NONSTRICT(Reading.NONSTRICT, em -> em.find(Author.class, 1L).name = "new"),
    HQL(
            Reading.FIND,
            em -> em.createMutationQuery("update book set name = 'new' where id = 1")
                    .executeUpdate()),
    NATIVE(
            Reading.FIND,
            em -> em.createNativeMutationQuery("update book set name = 'new' where id = 1")
                    .executeUpdate()),
    NATIVE_SYNCHRONIZED(
            Reading.FIND,
            em -> ((NativeQuery<?>) em.createNativeMutationQuery("update book set name = 'new' where id = 1"))
                    .addSynchronizedEntityClass(Book.class)
                    .executeUpdate()),
    NATIVE_OF_ELEMENTS(
            Reading.ELEMENTS,
            em -> em.createNativeMutationQuery("update book_tags set tags = 'new' where book_id = 1")
                    .executeUpdate()),
    ELEMENTS(Reading.ELEMENTS, "", em -> em.find(Book.class, 1L).tags.clear()),
    JOIN_TABLE(Reading.MANY_TO_MANY, "", em -> em.find(Book.class, 1L).authors.clear()),
    NATURAL_ID(Reading.NATURAL_ID, SystemWrite::swapCodes),
    NATURAL_ID_ALONE(Reading.NATURAL_ID_ALONE, em -> {
        em.find(Ticket.class, 1L).code = "other";
        em.flush();
        em.createNativeMutationQuery(
                        "insert into ticket (id, code, name, tenant_id) select 9, 'code1', 'new', tenant_id"
                                + " from ticket where id = 1")
                .executeUpdate();
    }),
    /** The other side of the association is left as it is. */
    CHILD_MOVED(Reading.ONE_TO_MANY, em -> {
        Book book = em.find(Book.class, 5L);
        book.name = "new";
        book.shelf = em.getReference(Shelf.class, 1L);
        em.find(Book.class, 1L).shelf = em.getReference(Shelf.class, 5L);
    }),
    UNCACHED_CHILD_MOVED(Reading.IDENTIFIERS, em -> {
        Slip slip = em.find(Slip.class, 5L);
        slip.name = "new";
        slip.shelf = em.getReference(Shelf.class, 1L);
        em.find(Slip.class, 1L).shelf = em.getReference(Shelf.class, 5L);
    });

    final Reading shows;

    /** What A reads afterwards. */
    final String leaves;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that keep nothing
    private final Consumer<Session> write;

    SystemWrite(Reading shows, Consumer<Session> write) {
        this(shows, "new", write);
    }

    SystemWrite(Reading shows, String leaves, Consumer<Session> write) {
        this.shows = shows;
        this.leaves = leaves;
        this.write = write;
    }

    void in(Session session) {
        write.accept(session);
    }

    /** In a transaction of its own. */
    void in(SessionFactory factory) {
        factory.inTransaction(this::in);
    }

    /** A's second book takes on the code of the first. */
    private static void swapCodes(Session session) {
        Objects.requireNonNull(session.find(Book.class, 1L)).code = "other";
        session.flush();
        Book second = session.find(Book.class, 5L);
        second.code = "code1";
        second.name = "new";
    }
}
