// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What is worked on. Each row names its owner in its payload. Each write is an {@link Entry} of a journal, and in the same
 * transaction something that the entries must add up to: the counter of an account, the value of a card, a note.
 */
final class Ledger {

    static final Class<?>[] ENTITIES = {Account.class, Entry.class, Note.class, Card.class};

    private Ledger() {}

    /** There are always as many of each tenant, {@link Population#ACCOUNTS}. */
    @Entity(name = "Account")
    @TenantScoped
    static class Account {
        @Id
        long id;

        UUID owner = Population.NONE;

        /** How many entries it has. */
        long counter;

        @Version
        long version;

        /** Each begins with the owner. */
        @ElementCollection
        Set<String> tags = new HashSet<>();

        UUID getOwner() {
            return owner;
        }
    }

    @Entity(name = "Entry")
    @TenantScoped
    static class Entry {
        /** The number of the write. */
        @Id
        long id;

        UUID owner = Population.NONE;

        /** By which API it was made. */
        String kind = "";

        @ManyToOne(fetch = FetchType.LAZY)
        @Nullable
        Account account;

        /** Checked at the commit: must not be negative. */
        int amount;

        /** Checked at the commit: an account of the tenant's. */
        @Nullable
        Long sibling;

        /** The card whose value it has raised. */
        @Nullable
        Long card;

        /** The note that it has removed. */
        @Nullable
        Long removed;

        /** Whether it has made a note, with its own number. */
        boolean noted;

        Entry() {}

        Entry(long id, UUID owner, String kind, @Nullable Account account) {
            this.id = id;
            this.owner = owner;
            this.kind = kind;
            this.account = account;
        }

        UUID getOwner() {
            return owner;
        }
    }

    @Entity(name = "Note")
    @TenantScoped
    static class Note {
        @Id
        long id;

        UUID owner = Population.NONE;

        Note() {}

        Note(long id, UUID owner) {
            this.id = id;
            this.owner = owner;
        }
    }

    /** In the second-level cache. */
    @Entity(name = "Card")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @TenantScoped
    static class Card {
        @Id
        long id;

        UUID owner = Population.NONE;

        /** How many entries have raised it; not named value, which is a word of HQL. */
        long counter;

        @Version
        long version;
    }
}
