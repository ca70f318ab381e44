// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import static java.util.stream.Collectors.joining;

import io.github.tenantrls.tests.cache.Library.Author;
import io.github.tenantrls.tests.cache.Library.Book;
import io.github.tenantrls.tests.cache.Library.Genre;
import io.github.tenantrls.tests.cache.Library.Medium;
import io.github.tenantrls.tests.cache.Library.Shelf;
import io.github.tenantrls.tests.cache.Library.Ticket;
import java.util.Objects;
import java.util.function.BiFunction;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** The ways by which data comes out of the second-level cache; each reads names of what has an identifier. */
enum Reading {
    FIND((session, id) -> session.find(Book.class, id).name),
    REFERENCE((session, id) -> session.getReference(Book.class, id).getName()),
    FOUND_AGAIN((session, id) -> {
        session.detach(session.find(Book.class, id));
        return session.find(Book.class, id).name;
    }),
    TO_ONE((session, id) ->
            Objects.requireNonNull(session.find(Book.class, id).shelf).getName()),
    ONE_TO_MANY((session, id) ->
            session.find(Shelf.class, id).books.stream().map(Book::getName).collect(joining())),
    IDENTIFIERS(
            false,
            (session, id) -> session.find(Shelf.class, id).slips.stream()
                    .map(it -> it.name)
                    .collect(joining())),
    MANY_TO_MANY((session, id) ->
            session.find(Book.class, id).authors.stream().map(it -> it.name).collect(joining())),
    ELEMENTS((session, id) -> String.join("", session.find(Book.class, id).tags)),
    HQL((session, id) -> session.createQuery("from book where id = :id", Book.class)
            .setParameter("id", id)
            .setCacheable(true)
            .getSingleResult()
            .name),
    CRITERIA((session, id) -> {
        var query = session.getCriteriaBuilder().createQuery(Book.class);
        var books = query.from(Book.class);
        query.where(session.getCriteriaBuilder().equal(books.get("id"), id));
        return session.createQuery(query).setCacheable(true).getSingleResult().name;
    }),
    PROJECTION((session, id) -> session.createQuery("select name from book where id = :id", String.class)
            .setParameter("id", id)
            .setCacheable(true)
            .getSingleResult()),
    @SuppressWarnings("deprecation") // Hibernate 7.2 has no other way
    NATURAL_ID((session, id) -> session.bySimpleNaturalId(Book.class).load("code" + id).name),
    @SuppressWarnings("deprecation")
    NATURAL_ID_ALONE(
            false, (session, id) -> session.bySimpleNaturalId(Ticket.class).load("code" + id).name),
    SUBCLASS((session, id) -> session.find(Medium.class, id).name),
    NONSTRICT((session, id) -> session.find(Author.class, id).name),
    READ_ONLY((session, id) -> session.find(Genre.class, id).name);

    /** Whether nothing is asked of the database. */
    final boolean whole;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that keep nothing
    private final BiFunction<Session, Long, String> read;

    Reading(BiFunction<Session, Long, String> read) {
        this(true, read);
    }

    Reading(boolean whole, BiFunction<Session, Long, String> read) {
        this.whole = whole;
        this.read = read;
    }

    String in(Session session, long id) {
        return read.apply(session, id);
    }

    /** In a session of its own. */
    String in(SessionFactory factory, long id) {
        return factory.fromTransaction(session -> in(session, id));
    }
}
