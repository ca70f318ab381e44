// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.envers.Audited;
import org.hibernate.envers.RevisionEntity;
import org.hibernate.envers.RevisionNumber;
import org.hibernate.envers.RevisionTimestamp;
import org.jspecify.annotations.Nullable;

/** Entities whose rows have parts in many tables, and entities that are not tenant-scoped. */
final class Parts {

    private Parts() {}

    @Entity(name = "house")
    @TenantScoped
    @Audited
    @Inheritance(strategy = InheritanceType.JOINED)
    @SecondaryTable(name = "house_secret")
    static class House {
        @Id
        @GeneratedValue
        @Nullable
        Long id;

        @Column(table = "house_secret")
        @Nullable
        String secret = "secret";

        @ElementCollection
        Set<String> rooms = new HashSet<>(Set.of("kitchen"));

        @ManyToMany
        @JoinTable(name = "house_neighbour")
        Set<House> neighbours = new HashSet<>();
    }

    @Entity(name = "castle")
    @Audited
    static class Castle extends House {
        int towers;
    }

    /** Has two tables, {@code plain} and {@code plain_words}. */
    @Entity(name = "plain")
    static class Plain {
        @Id
        long id;

        @ElementCollection
        Set<String> words = new HashSet<>();
    }

    /** As {@link Plain}, annotated. */
    @Entity(name = "plain_scoped")
    @Table(name = "plain")
    @TenantScoped
    static class PlainScoped {
        @Id
        long id;
    }

    /** The table of the tenants themselves. */
    @Entity(name = "customer")
    static class Customer {
        @Id
        @Column(name = "tenant_id")
        @Nullable
        UUID id;
    }

    /** Notes whose change it was. */
    @Entity(name = "change")
    @RevisionEntity
    static class Change {
        @Id
        @GeneratedValue
        @RevisionNumber
        int id;

        @RevisionTimestamp
        long at;

        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;
    }

    /** Maps the tenant column itself, as an attribute that is written. */
    @Entity(name = "written")
    @TenantScoped
    static class Written {
        @Id
        long id;

        @Column(name = "tenant_id", nullable = false)
        @Nullable
        UUID tenant;
    }

    /** Maps the tenant column as a part of the identifier. */
    @Entity(name = "identified")
    @TenantScoped
    static class Identified {
        @EmbeddedId
        @Nullable
        Key key;
    }

    @Embeddable
    record Key(long id, @Column(name = "tenant_id") UUID tenant) {}

    /** Maps the tenant column by the annotation of Hibernate. */
    @Entity(name = "annotated")
    @TenantScoped
    static class Annotated {
        @Id
        long id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;
    }

    /** Maps the tenant column as an attribute that is only read. */
    @Entity(name = "only_read")
    @TenantScoped
    static class OnlyRead {
        @Id
        long id;

        @Column(name = "tenant_id", insertable = false, updatable = false)
        @Nullable
        UUID tenant;
    }
}
