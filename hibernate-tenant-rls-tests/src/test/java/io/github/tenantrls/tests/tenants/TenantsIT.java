// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.SystemWork;
import io.github.tenantrls.SystemWorkListener;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.tenants.DeleteOptions;
import io.github.tenantrls.tenants.DuplicateTenantException;
import io.github.tenantrls.tenants.InvalidSlugException;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.TenantStatus;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the tenants is read by all, written by the system alone, and each call is a transaction of its own. */
@ExtendWith(DatabaseExtension.class)
class TenantsIT {

    private static Database database;

    private static SessionFactory factory;

    private final Tenants tenants = Tenants.of(factory);

    @BeforeAll
    static void create() {
        factory = factories().createSchema().open();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @BeforeEach
    void nobody() {
        database.sql(Role.SUPERUSER, "delete from tenants");
    }

    private static Factories factories() {
        return Factories.on(database, Job.class)
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants")
                .systemLogin();
    }

    @Test
    void a_tenant_is_created_and_found_by_identifier_and_slug() {
        Tenant acme = tenants.create("acme", "Acme Ltd");
        assertThat(acme.id()).isInstanceOf(UUID.class);
        assertThat(acme.slug()).isEqualTo("acme");
        assertThat(acme.name()).isEqualTo("Acme Ltd");
        assertThat(acme.status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(Duration.between(acme.createdAt(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(tenants.find(acme.id())).contains(acme);
        assertThat(tenants.find(acme.id().toString())).contains(acme);
        assertThat(tenants.findBySlug("acme")).contains(acme);
        assertThat(tenants.find(A)).isEmpty();
        assertThat(tenants.findBySlug("other")).isEmpty();
        assertThat(tenants.findBySlug("no slug")).isEmpty();
    }

    @Test
    void its_name_and_status_change_and_nobody_elses() {
        Tenant other = tenants.create("other", "Other");
        Tenant third = tenants.create("third", "Third");
        Tenant acme = tenants.create("acme", "Acme");
        assertThat(tenants.rename(acme.id(), "Acme & Sons").name()).isEqualTo("Acme & Sons");
        assertThat(tenants.suspend(acme.id()).status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(tenants.find(acme.id()).orElseThrow().status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(tenants.activate(acme.id()).status()).isEqualTo(TenantStatus.ACTIVE);
        tenants.delete(acme.id());
        assertThat(tenants.find(acme.id())).isEmpty();
        assertThat(tenants.list(10)).containsExactly(other, third);
    }

    @Test
    void pages_follow_the_order_of_slugs_and_miss_none() {
        List<String> slugs = List.of("0", "a", "a-0", "a0", "b", "z9");
        Stream.of("z9", "a0", "b", "a-0", "0", "a").forEach(slug -> tenants.create(slug, slug));
        List<String> listed = new ArrayList<>();
        List<Tenant> page = tenants.list(2);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            page.forEach(tenant -> listed.add(tenant.slug()));
            page = tenants.list(page.get(page.size() - 1).slug(), 2);
        }
        assertThat(listed).isEqualTo(slugs);
        assertThatThrownBy(() -> tenants.list(0)).hasMessageContaining("ask for 1 to 1000");
        assertThatThrownBy(() -> tenants.list(1001)).hasMessageContaining("ask for 1 to 1000");
    }

    @Test
    void nobody_gets_a_slug_or_identifier_that_is_taken() {
        Tenant acme = tenants.create("acme", "Acme");
        assertThatThrownBy(() -> tenants.create("acme", "Another"))
                .isInstanceOf(DuplicateTenantException.class)
                .hasMessageContaining(
                        "there is one with this slug already; choose another, or find that one by findBySlug")
                .cause()
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("23505");
        assertThatThrownBy(() -> tenants.create(acme.id(), "another", "Another"))
                .isInstanceOf(DuplicateTenantException.class)
                .hasMessageContaining("there is one with this identifier already");
        assertThat(tenants.list(10)).containsExactly(acme);
    }

    @Test
    void of_many_at_once_one_gets_the_slug() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Tenant>> attempts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                attempts.add(() -> tenants.create("acme", "Acme"));
            }
            List<Object> outcomes = new ArrayList<>();
            for (Future<Tenant> attempt : threads.invokeAll(attempts)) {
                try {
                    outcomes.add(attempt.get());
                } catch (java.util.concurrent.ExecutionException e) {
                    outcomes.add(e.getCause());
                }
            }
            assertThat(outcomes).filteredOn(Tenant.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(DuplicateTenantException.class::isInstance)
                    .hasSize(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-a", "a-", "A", "a_b", "a.b", "ä", "a b", "a\n", "a'", "\0"})
    void what_is_no_label_of_a_domain_is_no_slug(String slug) {
        assertThatThrownBy(() -> tenants.create(slug, "Acme"))
                .isInstanceOf(InvalidSlugException.class)
                .hasMessage(
                        "This cannot be a slug, since it is no label of a domain name; give 1 to 63 lower-case letters,"
                                + " digits and hyphens, with a letter or digit at both ends");
        if (!slug.equals("\0")) {
            assertRefusedByTheTable(slug);
        }
    }

    @Test
    void a_slug_has_63_characters_at_most() {
        tenants.create("a".repeat(63), "Long");
        assertThatThrownBy(() -> tenants.create("a".repeat(64), "Longer")).isInstanceOf(InvalidSlugException.class);
        assertRefusedByTheTable("a".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaa-0000-4000-8000-00000000000a",
                "00000000-0000-0000-0000-000000000000",
                "aaaaaaaa00004000800000000000000a",
                "aaaa-aaaa-0000-4000-8000-0000-0000-000a"
            })
    void what_reads_as_an_identifier_is_no_slug(String slug) {
        assertThatThrownBy(() -> tenants.create(slug, "Acme"))
                .isInstanceOf(InvalidSlugException.class)
                .hasMessageContaining("reads as an identifier of type uuid and could name two tenants")
                .hasMessageNotContaining(slug);
        assertRefusedByTheTable(slug);
    }

    private static void assertRefusedByTheTable(String slug) {
        assertThatThrownBy(() -> database.sql(
                        Role.SYSTEM,
                        "insert into tenants (id, slug, name) values (gen_random_uuid(), '" + slug.replace("'", "''")
                                + "', 'x')"))
                .cause()
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("23514");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\0b"})
    void a_name_is_needed(String name) {
        assertThatThrownBy(() -> tenants.create("acme", name))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("This cannot be the name of a tenant");
        assertThatThrownBy(() -> tenants.create("acme", "x".repeat(256))).hasMessageContaining("longer than 255");
    }

    @Test
    void who_is_not_there_cannot_be_changed() {
        for (var change : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> tenants.rename(A, "A"),
                () -> tenants.suspend(A),
                () -> tenants.activate(A),
                () -> tenants.delete(A))) {
            assertThatThrownBy(change)
                    .isInstanceOf(UnknownTenantException.class)
                    .hasMessageContaining("there is no tenant " + A + " in the table");
        }
        assertThatThrownBy(() -> tenants.find("no uuid")).isInstanceOf(InvalidTenantException.class);
    }

    @Test
    void a_text_from_outside_is_an_identifier_a_slug_or_neither() {
        Tenant acme = tenants.create("acme", "Acme");
        assertThat(tenants.resolve("acme")).contains(acme.id());
        assertThat(tenants.resolve(A.toString())).contains(A); // passes, whoever it is
        assertThat(tenants.resolve("other")).isEmpty();
        assertThat(tenants.resolve("No Slug'")).isEmpty();
        assertThat(tenants.resolve("00000000-0000-0000-0000-000000000000")).isEmpty();
        assertThat(tenants.resolve("")).isEmpty();
    }

    @Test
    void each_change_is_work_of_the_system_and_told_as_such() {
        List<SystemWork> works = new ArrayList<>();
        SystemWorkListener listener = works::add;
        TenantContext.addSystemWorkListener(listener);
        try {
            Tenant acme = TenantContext.callAs(A, () -> {
                Tenant created = tenants.create("acme", "Acme");
                assertThat(TenantContext.current()).contains(A);
                return created;
            });
            tenants.suspend(acme.id());
            tenants.find(acme.id());
            assertThat(works)
                    .extracting(SystemWork::reason)
                    .containsExactly("Tenants: create " + acme.id(), "Tenants: suspend " + acme.id());
            assertThat(works).allSatisfy(work -> assertThat(work.caller()).contains("TenantsIT.java"));
        } finally {
            TenantContext.removeSystemWorkListener(listener);
        }
    }

    @Test
    void a_call_is_no_part_of_the_applications_transaction() {
        TenantContext.runAs(A, () -> {
            try (var session = factory.openSession()) {
                session.beginTransaction();
                session.persist(new Job(1));
                session.flush();
                tenants.create("acme", "Acme");
                session.getTransaction().rollback();
            }
        });
        assertThat(tenants.findBySlug("acme")).isPresent();
        assertThat(database.query(Role.SUPERUSER, "select id from job")).isEmpty();
    }

    @Test
    void the_role_that_is_taken_on_for_it_does_as_well() {
        try (SessionFactory switching = Factories.on(database, Job.class)
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants")
                .systemRole()
                .schema("update")
                .openAs(Role.SWITCHING)) {
            Tenant acme = Tenants.of(switching).create("acme", "Acme");
            assertThat(Tenants.of(switching).suspend(acme.id()).status()).isEqualTo(TenantStatus.SUSPENDED);
            database.sql(Role.SUPERUSER, "insert into job (id, name, tenant_id) values (1, '', '" + acme.id() + "')");
            Tenants.of(switching).delete(acme.id(), DeleteOptions.withRows());
            assertThat(database.query(Role.SUPERUSER, "select id from job")).isEmpty();
            assertThat(tenants.list(10)).isEmpty();
        }
    }

    @Test
    void without_an_identity_for_it_a_change_is_refused_and_reading_is_not() {
        Tenant acme = tenants.create("acme", "Acme");
        try (SessionFactory without = Factories.on(database, Job.class).open()) {
            assertThat(Tenants.of(without).find(acme.id())).contains(acme);
            assertThatThrownBy(() -> Tenants.of(without).suspend(acme.id()))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("there is no identity that sees the rows of all tenants")
                    .hasMessageContaining(TenantRlsSettings.SYSTEM_USER);
        }
    }

    static Stream<String> writes() {
        return Stream.of(
                "insert into tenants (id, slug, name) values (gen_random_uuid(), 'mallory', 'x')",
                "update tenants set status = 'active' where slug = 'acme'",
                "delete from tenants where slug = 'acme'");
    }

    @ParameterizedTest
    @MethodSource("writes")
    void the_applications_role_cannot_write(String write) {
        tenants.suspend(tenants.create("acme", "Acme").id());
        assertSqlState(write, "42501");
    }

    /** Negative control: it is the missing grant that refuses, then the missing policy, and without both it can. */
    @ParameterizedTest
    @MethodSource("writes")
    void with_grants_the_policies_still_keep_it_from_writing_and_without_them_it_can(String write) {
        tenants.suspend(tenants.create("acme", "Acme").id());
        String all = "select string_agg(slug || status, ',' order by slug) from tenants";
        database.sql(Role.OWNER, "grant insert, update, delete on tenants to app");
        try {
            if (write.startsWith("insert")) {
                assertSqlState(write, "42501");
            } else {
                database.sql(Role.APP, write); // no row is visible for it
            }
            assertThat(database.value(Role.SUPERUSER, all)).isEqualTo("acmesuspended");
            database.sql(Role.OWNER, "alter table tenants disable row level security");
            database.sql(Role.APP, write);
            assertThat(database.value(Role.SUPERUSER, all)).isNotEqualTo("acmesuspended");
        } finally {
            database.sql(
                    Role.OWNER,
                    "alter table tenants enable row level security",
                    "revoke insert, update, delete on tenants from app");
        }
    }

    @Test
    void without_its_policy_the_system_cannot_write_either() {
        database.sql(Role.OWNER, "drop policy tenant_system on tenants");
        try {
            assertThatThrownBy(() -> tenants.create("acme", "Acme"))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("the tenants cannot be changed (")
                    .cause()
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42501");
        } finally {
            factories().schema("update");
        }
        tenants.create("acme", "Acme");
    }

    private static void assertSqlState(String write, String state) {
        assertThatThrownBy(() -> database.sql(Role.APP, write))
                .cause()
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo(state);
    }
}
