// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;

/** Entities that are cached in each way that Hibernate and JCache have. */
final class Library {

    static final Class<?>[] ENTITIES = {
        Book.class, Shelf.class, Author.class, Genre.class, Medium.class, Film.class, Ticket.class, Slip.class
    };

    private Library() {}

    // tag::book[]
    @Entity(name = "book")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @NaturalIdCache
    @TenantScoped
    static class Book {
        @Id
        long id;

        @NaturalId(mutable = true)
        String code = "";

        String name = "";

        // and so on
        // end::book[]

        @ManyToOne(fetch = FetchType.LAZY)
        @Nullable
        Shelf shelf;

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Set<String> tags = new HashSet<>();

        @ManyToMany
        @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
        Set<Author> authors = new HashSet<>();

        String getName() {
            return name;
        }
    }

    @Entity(name = "shelf")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @TenantScoped
    static class Shelf {
        @Id
        long id;

        String name = "";

        @OneToMany(mappedBy = "shelf")
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Set<Book> books = new HashSet<>();

        @OneToMany(mappedBy = "shelf")
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Set<Slip> slips = new HashSet<>();

        String getName() {
            return name;
        }
    }

    @Entity(name = "author")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    @TenantScoped
    static class Author {
        @Id
        long id;

        String name = "";
    }

    @Entity(name = "genre")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
    @TenantScoped
    static class Genre {
        @Id
        long id;

        String name = "";
    }

    @Entity(name = "medium")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @TenantScoped
    static class Medium {
        @Id
        long id;

        String name = "";
    }

    @Entity(name = "film")
    static class Film extends Medium {
        int minutes;
    }

    /** Not cached but by its natural identifier. */
    @Entity(name = "ticket")
    @NaturalIdCache
    @TenantScoped
    static class Ticket {
        @Id
        long id;

        @NaturalId(mutable = true)
        String code = "";

        String name = "";
    }

    /** Not cached but in collections and results of queries. */
    @Entity(name = "slip")
    @TenantScoped
    static class Slip {
        @Id
        long id;

        String name = "";

        @ManyToOne(fetch = FetchType.LAZY)
        @Nullable
        Shelf shelf;
    }
}
