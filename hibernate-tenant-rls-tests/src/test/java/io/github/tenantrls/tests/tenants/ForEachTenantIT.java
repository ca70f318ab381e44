// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.ForEachReport;
import io.github.tenantrls.tenants.ForEachTenant;
import io.github.tenantrls.tenants.TenantAction;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import io.github.tenantrls.tests.tenants.Items.Item;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each tenant's work is done as that tenant, on its rows alone, whatever the caller works for. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForEachTenantIT {

    private final Database database;
    private final Items items;
    private final SessionFactory factory;

    ForEachTenantIT(Database database) {
        this.database = database;
        items = new Items(database);
        items.create();
        // one connection: what a tenant leaves on it, the next one finds
        factory = Items.factories(database)
                .systemLogin()
                .with("hibernate.agroal.maxSize", "1")
                .open();
    }

    @BeforeEach
    void fill() {
        items.fill();
    }

    @AfterAll
    void close() {
        factory.close();
    }

    @Test
    void each_tenant_changes_its_own_rows_and_adds_to_them() {
        List<Integer> changed = new ArrayList<>();
        ForEachReport report = each(A, B, C).run((em, tenant) -> {
            changed.add(Items.change(em));
            em.persist(new Item("new"));
        });
        assertThat(changed).containsExactly(1, 1, 1);
        assertThat(items.all()).containsExactly("a:a!", "a:new", "b:b!", "b:new", "c:c!", "c:new", "d:d");
        assertThat(report.done()).isEqualTo(3);
        assertThat(report.failures()).isEmpty();
        assertThat(report.notBegun()).hasValue(0);
        assertThat(report.cancelled()).isFalse();
        assertThat(report.throwIfFailed()).isSameAs(report);
    }

    @Test
    void without_policies_each_would_change_the_rows_of_all() {
        TestSchema.of(database).unprotect("item");
        try (SessionFactory unprotected = Items.factories(database)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            List<Integer> changed = new ArrayList<>();
            ForEachTenant.of(unprotected, List.of(A, B, C)).run((em, tenant) -> changed.add(Items.change(em)));
            assertThat(changed).containsExactly(4, 4, 4);
            assertThat(items.all()).containsExactly("a:a!!!", "b:b!!!", "c:c!!!", "d:d!!!");
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    @Test
    void it_is_told_the_tenant_as_it_was_given_and_works_within_its_context() {
        List<Object> given = new ArrayList<>();
        each(A, B.toString())
                .run((em, tenant) -> {
                    given.add(tenant);
                    assertThat(TenantContext.required()).isEqualTo(tenant);
                })
                .throwIfFailed();
        assertThat(given).containsExactly(A, B.toString());
    }

    @Test
    void the_caller_keeps_its_tenant_and_lends_it_to_nobody() {
        TenantContext.runAs(C, () -> {
            each(A, B).run((em, tenant) -> Items.change(em)).throwIfFailed();
            assertThat(TenantContext.current()).contains(C);
        });
        assertThat(items.all()).containsExactly("a:a!", "b:b!", "c:c", "d:d");
    }

    @Test
    void within_the_systems_work_each_tenant_is_still_itself_alone() {
        List<Integer> changed = new ArrayList<>();
        TenantContext.runAsSystem("a test", () -> {
            each(A, B, C)
                    .run((em, tenant) -> {
                        assertThat(TenantContext.isSystem()).isFalse();
                        changed.add(Items.change(em));
                    })
                    .throwIfFailed();
            assertThat(TenantContext.isSystem()).isTrue();
        });
        assertThat(changed).containsExactly(1, 1, 1);
        assertThat(items.all()).containsExactly("a:a!", "b:b!", "c:c!", "d:d");
    }

    @Test
    void a_scope_that_an_action_leaves_open_is_nothing_to_others() {
        List<Object> seen = new ArrayList<>();
        Iterable<Object> tenants = () -> List.<Object>of(A, B, C).stream()
                .peek(tenant -> seen.add("read " + TenantContext.current().isPresent()))
                .iterator();
        ForEachTenant.of(factory, tenants)
                .listener((progress, run) ->
                        seen.add("told " + TenantContext.current().isPresent()))
                .run((em, tenant) -> {
                    assertThat(TenantContext.required()).isEqualTo(tenant);
                    TenantContext.open(tenant);
                    Items.change(em);
                })
                .throwIfFailed();
        assertThat(seen)
                .containsExactly("read false", "told false", "read false", "told false", "read false", "told false");
        assertThat(items.all()).containsExactly("a:a!", "b:b!", "c:c!", "d:d");
    }

    @Test
    void a_session_ends_with_its_tenants_work() {
        List<EntityManager> sessions = new ArrayList<>();
        each(A, B).run((em, tenant) -> sessions.add(em)).throwIfFailed();
        assertThat(sessions).hasSize(2).doesNotHaveDuplicates().noneMatch(EntityManager::isOpen);
    }

    @Test
    void tenants_are_read_no_further_than_they_are_worked_for() {
        List<String> order = new ArrayList<>();
        Iterable<UUID> tenants = () ->
                List.of(A, B, C).stream().peek(tenant -> order.add("read")).iterator();
        ForEachReport report = ForEachTenant.of(factory, tenants).run((em, tenant) -> order.add("worked"));
        assertThat(order).containsExactly("read", "worked", "read", "worked", "read", "worked");
        assertThat(report.notBegun()).hasValue(0);
    }

    @Test
    void how_many_are_not_begun_is_unknown_where_nobody_has_counted_them() {
        Iterable<UUID> tenants = () -> List.of(A, B, C).iterator();
        TenantAction failing = (em, tenant) -> {
            throw new IllegalStateException("on purpose");
        };
        assertThat(ForEachTenant.of(factory, tenants)
                        .stopOnFailure()
                        .run(failing)
                        .notBegun())
                .isEmpty();
        assertThat(ForEachTenant.of(factory, tenants)
                        .total(3)
                        .stopOnFailure()
                        .run(failing)
                        .notBegun())
                .isEqualTo(OptionalLong.of(2));
    }

    @Test
    void a_factory_without_tenants_is_refused() {
        try (SessionFactory plain = Items.factories(database).openWithoutTenancy(Role.APP)) {
            assertThatThrownBy(() -> ForEachTenant.of(plain, List.of(A)).run((em, tenant) -> {}))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessage("This EntityManagerFactory has sessions of no tenant, so nothing can be done for each;"
                            + " name RlsConnectionProvider in hibernate.multi_tenant_connection_provider and"
                            + " RlsTenantResolver in hibernate.tenant_identifier_resolver");
        }
    }

    @Test
    void a_session_of_another_tenant_than_the_one_asked_for_is_refused() {
        try (SessionFactory stubborn = Items.factories(database)
                .with(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, AlwaysA.class.getName())
                .with(TenantRlsSettings.SWITCH_GUARD, "false")
                .open()) {
            ForEachReport report = ForEachTenant.of(stubborn, List.of(A, B)).run((em, tenant) -> Items.change(em));
            assertThat(report.done()).isEqualTo(1);
            assertThat(report.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.tenant()).isEqualTo(B);
                assertThat(failure.cause())
                        .isInstanceOf(TenantMismatchException.class)
                        .hasMessageContaining("name RlsTenantResolver there");
            });
            assertThat(items.all()).containsExactly("a:a!", "b:b", "c:c", "d:d");
        }
    }

    private ForEachTenant each(Object... tenants) {
        return ForEachTenant.of(factory, List.of(tenants));
    }

    /** As an application's own resolver that does not know this library. */
    public static final class AlwaysA implements CurrentTenantIdentifierResolver<Object> {
        @Override
        public Object resolveCurrentTenantIdentifier() {
            return A;
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }
}
