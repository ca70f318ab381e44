// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.Set;
import org.hibernate.cfg.MappingSettings;
import org.jspecify.annotations.Nullable;

/** The application that a page about a rule has in mind: what it maps, what it logs in as, and how it is set. */
final class PageApplication {

    private static final Map<String, Class<?>> OTHER_TABLES = Map.of(
            "RLS001", Invoice.class,
            "RLS027", Task.class,
            "RLS028", Task.class,
            "RLS031", Event.class,
            "RLS032", LegacyProject.class,
            "RLS039", RuleMappings.Note.class);

    /** Where the name of the runtime role is set. */
    private static final Set<String> NAMING_THE_ROLE = Set.of("RLS043", "RLS047");

    /** Pages whose application is not the role app. */
    private static final Set<String> OF_ANOTHER_ROLE =
            Set.of("RLS005", "RLS006", "RLS007", "RLS008", "RLS009", "RLS041", "RLS047", "RLS054", "RLS050", "RLS051");

    private final String rule;

    PageApplication(String rule) {
        this.rule = rule;
    }

    /** The role, as the page calls it. */
    String role() {
        return OF_ANOTHER_ROLE.contains(rule) ? "app2" : "app";
    }

    /** The application with the fault. */
    Factories faulty(Database database) {
        return system(database, factories(database, OTHER_TABLES.get(rule)));
    }

    /** The application after the mend, where that is not of the database alone. */
    Factories mended(Database database) {
        return system(
                        database,
                        factories(
                                database,
                                rule.equals("RLS039") ? RuleMappings.ScopedNote.class : OTHER_TABLES.get(rule)))
                .with(MappingSettings.DEFAULT_SCHEMA, rule.equals("RLS040") ? "public" : null);
    }

    /** With the identity of the system, on pages about it. */
    private Factories system(Database database, Factories factories) {
        return switch (rule) {
            case "RLS054", "RLS051" -> factories.with(TenantRlsSettings.SYSTEM_ROLE, "system");
            case "RLS050", "RLS053" -> factories.systemLogin();
            case "RLS052" -> factories.systemLogin().with(TenantRlsSettings.SYSTEM_ROLE, database.name() + "_robot");
            default -> factories;
        };
    }

    private Factories factories(Database database, @Nullable Class<?> other) {
        Class<?> project = rule.equals("RLS038") ? ProjectWithTags.class : Project.class;
        Factories factories = other == null ? Factories.on(database, project) : Factories.on(database, project, other);
        return NAMING_THE_ROLE.contains(rule) ? factories : factories.with(TenantRlsSettings.RUNTIME_ROLE, null);
    }

    @Entity(name = "Project")
    @TenantScoped
    static class Project {
        @Id
        long id;
    }

    /** As {@link RuleMappings.Project}, by the name that it has where it is no nested class. */
    @Entity(name = "Project")
    @TenantScoped
    static class ProjectWithTags {
        @Id
        long id;

        @ElementCollection
        @CollectionTable(name = "project_tags", joinColumns = @JoinColumn(name = "project_id"))
        Set<String> tags = Set.of();
    }

    @Entity(name = "Invoice")
    @TenantScoped
    static class Invoice {
        @Id
        long id;
    }

    @Entity(name = "Task")
    @TenantScoped
    static class Task {
        @Id
        long id;
    }

    @Entity(name = "Event")
    @TenantScoped
    static class Event {
        @Id
        long id;
    }

    @Entity(name = "LegacyProject")
    @Table(name = "legacy_project")
    @TenantScoped
    static class LegacyProject {
        @Id
        long id;
    }
}
