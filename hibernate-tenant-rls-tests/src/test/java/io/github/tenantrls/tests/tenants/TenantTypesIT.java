// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.tenants.DeleteOptions;
import io.github.tenantrls.tenants.DuplicateTenantException;
import io.github.tenantrls.tenants.InvalidSlugException;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.verify.LogLines;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tenants whose identifiers are texts or numbers. */
@ExtendWith(DatabaseExtension.class)
class TenantTypesIT {

    private static Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    private static SessionFactory open(String type) {
        return Factories.on(database, Job.class)
                .with(TenantRlsSettings.COLUMN_TYPE, type)
                .with(TenantRlsSettings.KNOWN_TENANTS, "true")
                .systemLogin()
                .createSchema()
                .open();
    }

    @ParameterizedTest
    @CsvSource({"bigint, 1, 2, 3", "integer, 1, 2, 3", "text, one, two, three", "varchar, one, two, three"})
    void they_are_created_resolved_suspended_and_deleted(String type, String one, String two, String three) {
        try (SessionFactory factory = open(type)) {
            Tenants tenants = Tenants.of(factory);
            assertThatThrownBy(() -> tenants.create("acme", "Acme"))
                    .hasMessageContaining("call create(id, slug, name)");
            for (String id : List.of(one, two, three)) {
                tenants.create(id, "slug-" + id, id);
                TenantContext.runAs(id, () -> factory.runInTransaction(em -> em.persist(new Job(id.hashCode()))));
            }
            Object first = tenants.find(one).orElseThrow().id();
            assertThat(tenants.resolve(one)).contains(first);
            assertThat(tenants.resolve("slug-" + one)).contains(first);
            assertThat(tenants.resolve("slug-x")).isEmpty();
            tenants.suspend(one);
            assertThatThrownBy(() -> count(factory, one)).isInstanceOf(SuspendedTenantException.class);
            tenants.delete(one, DeleteOptions.withRows());
            assertThatThrownBy(() -> count(factory, one)).isInstanceOf(UnknownTenantException.class);
            assertThat(count(factory, two)).isEqualTo(1);
            assertThat(database.query(Role.SUPERUSER, "select tenant_id from job"))
                    .containsExactlyInAnyOrder(two, three);
        }
    }

    @Test
    void a_number_is_no_slug_where_identifiers_are_numbers() {
        try (SessionFactory factory = open("bigint")) {
            Tenants tenants = Tenants.of(factory);
            for (String number : List.of("7", "007", "99999999999999999999999")) {
                assertThatThrownBy(() -> tenants.create(7, number, "Seven"))
                        .isInstanceOf(InvalidSlugException.class)
                        .hasMessageContaining("reads as an identifier of type bigint");
                assertThatThrownBy(() -> database.sql(
                                Role.SYSTEM, "insert into tenants (id, slug, name) values (7, '" + number + "', 'x')"))
                        .hasMessageContaining("tenants_slug_check");
            }
            tenants.create(7, "7-of-9", "Seven");
            assertThat(tenants.resolve("7-of-9")).contains(7L);
        }
    }

    @Test
    void a_text_names_one_tenant_only() {
        try (SessionFactory factory = open("text")) {
            Tenants tenants = Tenants.of(factory);
            tenants.create("acme", "acme", "Acme"); // of the same tenant it does not matter
            assertThatThrownBy(() -> tenants.create("other", "acme", "Other"))
                    .isInstanceOf(DuplicateTenantException.class);
            assertThatThrownBy(() -> tenants.create("acme", "other", "Other"))
                    .isInstanceOf(DuplicateTenantException.class);
            tenants.create("T1", "first", "First");
            assertThatThrownBy(() -> tenants.create("first", "second", "Second"))
                    .isInstanceOf(DuplicateTenantException.class)
                    .hasMessageContaining("a text could name both");
            tenants.create("two", "second", "Second");
            assertThatThrownBy(() -> tenants.create("T3", "two", "Third"))
                    .isInstanceOf(DuplicateTenantException.class)
                    .hasMessageContaining("a text could name both");
            assertThat(tenants.resolve("first")).contains("T1");
            assertThat(tenants.resolve("T1")).contains("T1");
            assertThat(tenants.resolve("T2")).isEmpty();
        }
    }

    /** A text can be anything: a name, or a mail address. */
    @ParameterizedTest
    @CsvSource({"text, secret-one, false", "varchar, secret-one, false", "bigint, 4711, true"})
    void what_is_done_to_a_tenant_is_logged_without_its_identifier_if_that_is_a_text(
            String type, String id, boolean named) {
        try (SessionFactory factory = open(type);
                LogLines log = new LogLines("io.github.tenantrls.SystemWork")) {
            Tenants tenants = Tenants.of(factory);
            tenants.create(id, "acme", "Acme");
            tenants.rename(id, "Acme Ltd");
            tenants.suspend(id);
            tenants.activate(id);
            tenants.delete(id, DeleteOptions.withRows());
            String suffix = named ? " " + id : "";
            assertThat(log.lines())
                    .extracting(line -> line.substring(line.indexOf("because: ") + 9, line.indexOf(" (")))
                    .containsExactly(
                            "Tenants: create" + suffix,
                            "Tenants: rename" + suffix,
                            "Tenants: suspend" + suffix,
                            "Tenants: activate" + suffix,
                            "Tenants: suspend" + suffix,
                            "Tenants: delete with all rows" + suffix);
            assertThat(String.join("", log.lines()).contains(id)).isEqualTo(named);
        }
    }

    private static long count(SessionFactory factory, Object tenant) {
        return TenantContext.callAs(
                tenant,
                () -> factory.callInTransaction(em ->
                        em.createQuery("select count(*) from Job", Long.class).getSingleResult()));
    }
}
