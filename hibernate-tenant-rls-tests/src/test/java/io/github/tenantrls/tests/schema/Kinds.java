// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.Subselect;
import org.jspecify.annotations.Nullable;

/** Entities with every kind of table. */
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class Kinds {

    /** All of them. */
    static final Class<?>[] ALL = {
        Project.class,
        Member.class,
        Label.class,
        Animal.class,
        Cat.class,
        Dog.class,
        Shape.class,
        Circle.class,
        Square.class,
        Document.class,
        Letter.class,
        Note.class,
        Plain.class,
        PlainJoined.class,
        ScopedJoined.class,
        ProjectNames.class,
        AuditedKinds.Contract.class,
        AuditedKinds.Clause.class
    };

    /** Their tables, as the server names them. */
    static final List<String> TABLES = List.of(
            "animal",
            "cat",
            "dog", // joined
            "circle",
            "square", // table per class
            "clause",
            "clause_aud",
            "contract",
            "contract_history",
            "contract_parties_history",
            "contract_terms_aud",
            "contract_clauses_aud",
            "contract_address_lines_aud",
            "contract_secret_aud",
            "contract_parties",
            "contract_terms",
            "contract_address_lines",
            "contract_secret",
            "contract_member",
            "contract_member_aud",
            "document", // single table
            "letter_stamps",
            "member",
            "note", // from a mapped superclass
            "plain_joined",
            "scoped_joined", // the superclass is not annotated, but holds a part of the row
            "plain_joined_tags",
            "project",
            "project_details",
            "project_label",
            "project_members",
            "project_tags",
            "project_prices");

    private Kinds() {}

    @Entity(name = "project")
    @TenantScoped
    @SecondaryTable(name = "project_details")
    static class Project {
        @Id
        @GeneratedValue
        @Nullable
        Long id;

        String name;

        @Column(table = "project_details")
        @Nullable
        String details;

        @ElementCollection
        @CollectionTable(name = "project_tags")
        Set<String> tags = new HashSet<>();

        @ElementCollection
        @CollectionTable(name = "project_prices")
        Map<String, Integer> prices = new HashMap<>();

        @OneToMany
        @JoinTable(name = "project_members")
        @OrderColumn
        List<Member> members = new ArrayList<>();

        @ManyToMany
        @JoinTable(name = "project_label")
        Set<Label> labels = new HashSet<>();

        @OneToMany(mappedBy = "project")
        List<Note> notes = new ArrayList<>();
    }

    @Entity(name = "member")
    @TenantScoped
    static class Member {
        @Id
        @GeneratedValue
        @Nullable
        Long id;

        String name;
    }

    /** Global: what it owns is global too. */
    @Entity(name = "label")
    static class Label {
        @Id
        @GeneratedValue
        @Nullable
        Long id;

        @ManyToMany(mappedBy = "labels")
        Set<Project> projects = new HashSet<>();

        @ManyToMany
        @JoinTable(name = "label_member")
        Set<Member> members = new HashSet<>();

        @ElementCollection
        @CollectionTable(name = "label_words")
        Set<String> words = new HashSet<>();
    }

    @Entity(name = "animal")
    @Inheritance(strategy = InheritanceType.JOINED)
    @TenantScoped
    static class Animal {
        @Id
        @GeneratedValue
        @Nullable
        Long id;
    }

    @Entity(name = "cat")
    static class Cat extends Animal {
        int lives;
    }

    @Entity(name = "dog")
    static class Dog extends Animal {
        int bones;
    }

    @Entity(name = "shape")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    @TenantScoped
    abstract static class Shape {
        @Id
        @GeneratedValue
        @Nullable
        Long id;
    }

    @Entity(name = "circle")
    static class Circle extends Shape {
        int radius;
    }

    @Entity(name = "square")
    static class Square extends Shape {
        int side;
    }

    @Entity(name = "document")
    @TenantScoped
    static class Document {
        @Id
        @GeneratedValue
        @Nullable
        Long id;
    }

    @Entity(name = "letter")
    static class Letter extends Document {
        @ElementCollection
        @CollectionTable(name = "letter_stamps")
        Set<String> stamps = new HashSet<>();
    }

    @MappedSuperclass
    @TenantScoped
    abstract static class Owned {
        @Id
        @GeneratedValue
        @Nullable
        Long id;
    }

    @Entity(name = "note")
    static class Note extends Owned {
        @ManyToOne
        @Nullable
        Project project;
    }

    @Entity(name = "plain")
    static class Plain {
        @Id
        @Nullable
        Long id;
    }

    @Entity
    @Table(name = "plain_joined")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class PlainJoined {
        @Id
        @GeneratedValue
        @Nullable
        Long id;

        @ElementCollection
        @CollectionTable(name = "plain_joined_tags")
        Set<String> tags = new HashSet<>();
    }

    @Entity
    @Table(name = "scoped_joined")
    @TenantScoped
    static class ScopedJoined extends PlainJoined {
        @Nullable
        String name;
    }

    @Entity
    @TenantScoped
    @Subselect("select name from project")
    static class ProjectNames {
        @Id
        String name;
    }
}
