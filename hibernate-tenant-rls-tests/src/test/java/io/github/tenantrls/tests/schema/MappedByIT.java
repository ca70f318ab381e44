// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import io.github.tenantrls.verify.RlsVerifier;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.envers.Audited;
import org.hibernate.envers.RelationTargetAuditMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Join tables that a shared entity writes, for what a tenant-scoped one maps by that entity's attribute. */
@ExtendWith(DatabaseExtension.class)
class MappedByIT {

    private static final Class<?>[] ENTITIES = {
        Label.class, Project.class, Passport.class, Person.class, Remark.class, Topic.class
    };

    private final Database database;

    MappedByIT(Database database) {
        this.database = database;
    }

    @Entity(name = "label")
    @Audited
    static class Label {
        @Id
        long id;

        @ManyToMany
        @JoinTable(name = "label_project")
        @Audited(targetAuditMode = RelationTargetAuditMode.NOT_AUDITED)
        Set<Project> projects = new HashSet<>();
    }

    @Entity(name = "project")
    @TenantScoped
    static class Project {
        @Id
        long id;

        @ManyToMany(mappedBy = "projects")
        Set<Label> labels = new HashSet<>();
    }

    @Entity(name = "passport")
    static class Passport {
        @Id
        long id;

        @OneToOne
        @JoinTable(name = "passport_person")
        @Nullable
        Person person;
    }

    @Entity(name = "person")
    @TenantScoped
    static class Person {
        @Id
        long id;

        @OneToOne(mappedBy = "person")
        @Nullable
        Passport passport;
    }

    @Entity(name = "remark")
    static class Remark {
        @Id
        long id;

        @ManyToOne
        @JoinTable(name = "remark_topic")
        @Nullable
        Topic topic;
    }

    @Entity(name = "topic")
    @TenantScoped
    static class Topic {
        @Id
        long id;

        @OneToMany(mappedBy = "topic")
        Set<Remark> remarks = new HashSet<>();
    }

    @BeforeEach
    void one_label_for_the_projects_of_all() {
        database.empty();
        Factories.on(database, ENTITIES).createSchema();
        database.sql(Role.SUPERUSER, "insert into label (id) values (1)");
        int id = 0;
        for (UUID tenant : List.of(Tenants.A, Tenants.B, Tenants.C, Tenants.NOBODY)) {
            id++;
            database.sql(
                    Role.SUPERUSER,
                    "insert into project (id, tenant_id) values (" + id + ", '" + tenant + "')",
                    "insert into label_project (labels_id, projects_id, tenant_id) values (1, " + id + ", '" + tenant
                            + "')");
        }
    }

    @Test
    void the_join_tables_and_their_audit_are_tables_of_tenants() {
        try (SessionFactory factory = Factories.on(database, ENTITIES).open()) {
            assertThat(RlsVerifier.of(factory).tables())
                    .extracting(TenantTable::name)
                    .containsExactly(
                            "label_project",
                            "label_project_aud",
                            "passport_person",
                            "person",
                            "project",
                            "remark_topic",
                            "topic");
            assertThat(RlsVerifier.of(factory).probe().isProved()).isTrue();
        }
    }

    @Test
    void each_tenant_sees_and_replaces_its_own_links_alone() {
        try (SessionFactory factory = Factories.on(database, ENTITIES).open()) {
            assertThat(links(factory, Tenants.B)).containsExactly(2L);
            replace(factory, Tenants.B);
        }
        assertThat(stored()).containsExactly("1", "3", "4");
    }

    @Test
    void negative_control_without_row_security_a_tenant_sees_and_replaces_those_of_all() {
        TestSchema.of(database).unprotect("label_project");
        try (SessionFactory factory = Factories.on(database, ENTITIES)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            assertThat(links(factory, Tenants.B)).containsExactly(1L, 2L, 3L, 4L);
            replace(factory, Tenants.B);
        }
        assertThat(stored()).isEmpty();
    }

    private static List<Long> links(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(
                tenant,
                () -> factory.fromTransaction(session -> session.createNativeQuery(
                                "select projects_id from label_project order by 1", Long.class)
                        .getResultList()));
    }

    private static void replace(SessionFactory factory, UUID tenant) {
        TenantContext.runAs(
                tenant,
                () -> factory.inTransaction(session -> session.find(Label.class, 1L).projects = new HashSet<>()));
    }

    private List<@Nullable String> stored() {
        return database.query(Role.SUPERUSER, "select projects_id from label_project order by 1");
    }
}
