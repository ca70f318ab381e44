// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.NamedStoredProcedureQuery;
import jakarta.persistence.OneToMany;
import jakarta.persistence.ParameterMode;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.QueryHint;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.StoredProcedureParameter;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import jakarta.persistence.Version;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.NaturalId;
import org.hibernate.jpa.HibernateHints;
import org.jspecify.annotations.Nullable;

/** Entities with every kind of table, identifier and association; none of them knows of tenants. */
final class Model {

    static final Class<?>[] ENTITIES = {
        Project.class, Task.class, Label.class, Party.class, Person.class, Invoice.class, Note.class
    };

    private Model() {}

    @Entity(name = "Project")
    @Table(name = "project")
    @TenantScoped
    @NamedQuery(name = "Project.names", query = "select p.name from Project p")
    @NamedNativeQuery(name = "Project.nativeNames", query = "select name from project", resultClass = String.class)
    @NamedStoredProcedureQuery(
            name = "Project.rename",
            procedureName = "rename_projects",
            parameters = {
                @StoredProcedureParameter(name = "suffix", mode = ParameterMode.IN, type = String.class),
                @StoredProcedureParameter(name = "names", mode = ParameterMode.INOUT, type = String.class)
            })
    @NamedStoredProcedureQuery(
            name = "Project.joined",
            procedureName = "joined_project_names",
            hints = @QueryHint(name = HibernateHints.HINT_CALLABLE_FUNCTION, value = "true"))
    static class Project {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "project_seq")
        @SequenceGenerator(name = "project_seq", sequenceName = "project_seq", initialValue = 1000, allocationSize = 5)
        @Nullable
        Long id;

        String name = "";

        @Version
        int version;

        @ElementCollection
        @CollectionTable(name = "project_tag", joinColumns = @JoinColumn(name = "project_id"))
        @Column(name = "tag")
        Set<String> tags = new HashSet<>();

        @OneToMany(mappedBy = "project", cascade = CascadeType.ALL, orphanRemoval = true)
        Set<Task> tasks = new HashSet<>();

        @ManyToMany(cascade = CascadeType.PERSIST)
        @JoinTable(
                name = "project_label",
                joinColumns = @JoinColumn(name = "project_id"),
                inverseJoinColumns = @JoinColumn(name = "label_id"))
        Set<Label> labels = new HashSet<>();

        protected Project() {}

        Project(String name) {
            this.name = name;
        }
    }

    @Entity(name = "Task")
    @Table(name = "task")
    @TenantScoped
    static class Task {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        String title = "";

        @ManyToOne(fetch = FetchType.LAZY)
        @Nullable
        Project project;

        protected Task() {}

        Task(String title, @Nullable Project project) {
            this.title = title;
            this.project = project;
        }
    }

    @Entity(name = "Label")
    @Table(name = "label")
    @TenantScoped
    static class Label {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        @Nullable
        UUID id;

        @NaturalId
        String name = "";

        protected Label() {}

        Label(String name) {
            this.name = name;
        }
    }

    @Entity(name = "Party")
    @Table(name = "party")
    @Inheritance(strategy = InheritanceType.JOINED)
    @TenantScoped
    static class Party {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "party_ids")
        @TableGenerator(name = "party_ids", table = "id_generator", initialValue = 1000, allocationSize = 5)
        @Nullable
        Long id;

        String name = "";

        protected Party() {}
    }

    @Entity(name = "Person")
    @Table(name = "person")
    @TenantScoped
    static class Person extends Party {
        String nick = "";

        protected Person() {}

        Person(String name) {
            this.name = name;
            this.nick = name;
        }
    }

    @Entity(name = "Invoice")
    @Table(name = "invoice")
    @SecondaryTable(name = "invoice_detail", pkJoinColumns = @PrimaryKeyJoinColumn(name = "invoice_id"))
    @TenantScoped
    static class Invoice {
        @Id
        @Nullable
        Long id;

        @Column(table = "invoice_detail")
        String detail = "";

        protected Invoice() {}

        Invoice(long id, String detail) {
            this.id = id;
            this.detail = detail;
        }
    }

    /** Its identifier is assigned, so that a tenant can name another one's row. */
    @Entity(name = "Note")
    @Table(name = "note")
    @TenantScoped
    static class Note {
        @Id
        @Nullable
        Long id;

        String text = "";

        protected Note() {}

        Note(long id, String text) {
            this.id = id;
            this.text = text;
        }
    }
}
