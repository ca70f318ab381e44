// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static io.github.tenantrls.tests.support.Tenants.NOBODY;
import static io.github.tenantrls.tests.web.Answered.assertRefused;
import static io.github.tenantrls.tests.web.Answered.assertTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRefusedException;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import io.github.tenantrls.web.TenantWebSettings;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a request states is found as the persistence unit knows its tenants. */
@ExtendWith(DatabaseExtension.class)
class TenantsLookupIT {

    private static Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    private static Factories factories() {
        return Factories.on(database, Client.class).systemLogin();
    }

    private static TenantResolver resolver(SessionFactory factory) {
        return TenantResolver.builder()
                .lookup(TenantLookup.of(factory))
                .strategies(TenantStrategy.header())
                .access(TenantAccess.anyone())
                .build();
    }

    private static Asked stating(Object tenant) {
        return Asked.anything().header("X-Tenant-Id", tenant.toString());
    }

    private static Tenants threeTenants(SessionFactory factory) {
        Tenants tenants = Tenants.of(factory);
        tenants.create(A, "acme", "Acme");
        tenants.create(B, "globex", "Globex");
        tenants.create(C, "initech", "Initech");
        return tenants;
    }

    @Test
    void tenants_that_must_be_known_are_active_or_refused() {
        try (SessionFactory factory = factories()
                .with(TenantRlsSettings.KNOWN_TENANTS, "true")
                .createSchema()
                .open()) {
            Tenants tenants = threeTenants(factory);
            TenantResolver resolver = resolver(factory);
            assertTenant(resolver, stating("acme"), A);
            assertTenant(resolver, stating(A), A);
            assertRefused(resolver, stating("nobody"), TenantRefusal.UNKNOWN).hasMessageNotContaining("nobody");
            assertRefused(resolver, stating(NOBODY), TenantRefusal.UNKNOWN);
            for (String neither : List.of("Acme", "acme.", "-acme", "' or 1=1 --", A + "_", "xn--\u00e9")) {
                assertRefused(resolver, stating(neither), TenantRefusal.MALFORMED);
            }
            tenants.suspend(A);
            assertRefused(resolver, stating("acme"), TenantRefusal.SUSPENDED);
            assertRefused(resolver, stating(A), TenantRefusal.SUSPENDED);
            assertTenant(resolver, stating("globex"), B);
            tenants.activate(A);
            assertTenant(resolver, stating("acme"), A);
            tenants.delete(C);
            assertRefused(resolver, stating("initech"), TenantRefusal.UNKNOWN);
            assertRefused(resolver, stating(C), TenantRefusal.UNKNOWN);
        }
    }

    @Test
    void tenants_that_need_not_be_known_have_slugs_and_their_identifiers_pass() {
        try (SessionFactory factory = factories()
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants")
                .createSchema()
                .open()) {
            Tenants tenants = threeTenants(factory);
            TenantResolver resolver = resolver(factory);
            tenants.suspend(A);
            assertTenant(resolver, stating("acme"), A);
            assertTenant(resolver, stating(NOBODY), NOBODY);
            assertRefused(resolver, stating("nobody"), TenantRefusal.UNKNOWN);
            assertRefused(resolver, stating("No Body"), TenantRefusal.MALFORMED);
        }
    }

    @Test
    void without_a_table_identifiers_pass_and_nothing_else_does() {
        try (SessionFactory factory = factories().createSchema().open()) {
            TenantResolver resolver = resolver(factory);
            assertThat(database.query(Role.SUPERUSER, "select to_regclass('tenants')"))
                    .containsExactly((String) null);
            assertTenant(resolver, stating(A), A);
            assertRefused(resolver, stating("acme"), TenantRefusal.MALFORMED);
        }
    }

    @Test
    void texts_are_identifiers_and_slugs_of_the_table_alone() {
        try (SessionFactory factory = factories()
                .with(TenantRlsSettings.COLUMN_TYPE, "text")
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants")
                .createSchema()
                .open()) {
            Tenants.of(factory).create("Acme/1", "acme", "Acme");
            TenantResolver resolver = resolver(factory);
            assertTenant(resolver, stating("Acme/1"), "Acme/1");
            assertTenant(resolver, stating("acme"), "Acme/1");
            assertRefused(resolver, stating("Globex/1"), TenantRefusal.UNKNOWN);
            assertRefused(resolver, stating("globex"), TenantRefusal.UNKNOWN);
        }
    }

    @Test
    void a_table_that_cannot_be_read_is_an_error_and_no_refusal() {
        try (SessionFactory factory = factories()
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants")
                .createSchema()
                .open()) {
            TenantResolver resolver = resolver(factory);
            database.sql(Role.SUPERUSER, "drop table tenants");
            assertThatThrownBy(() -> resolver.resolve(stating("acme")))
                    .isInstanceOf(TenantRlsException.class)
                    .isNotInstanceOf(TenantRefusedException.class)
                    .hasMessageContaining("the tenants cannot be read");
            assertThatThrownBy(() -> resolver.resolve(stating("globex"))).isInstanceOf(TenantRlsException.class);
        }
    }

    @Test
    void what_is_required_says_itself_why_it_is_refused() {
        try (SessionFactory factory = factories()
                .with(TenantRlsSettings.KNOWN_TENANTS, "true")
                .createSchema()
                .open()) {
            Tenants tenants = threeTenants(factory);
            assertThat(tenants.require("acme")).isEqualTo(A);
            assertThatThrownBy(() -> tenants.require("No Slug"))
                    .isInstanceOf(InvalidTenantException.class)
                    .hasMessageNotContaining("No Slug");
            assertThatThrownBy(() -> tenants.require("nobody"))
                    .isInstanceOf(UnknownTenantException.class)
                    .hasMessage(
                            "Persistence unit tests: no tenant in the table tenants is named so; see what names it, or"
                                    + " create it by Tenants.of(factory).create(..)");
            tenants.suspend(B);
            assertThatThrownBy(() -> tenants.require("globex")).isInstanceOf(SuspendedTenantException.class);
        }
    }

    @Test
    void a_persistence_unit_alone_describes_a_resolver() {
        try (SessionFactory factory = factories()
                .with(TenantRlsSettings.KNOWN_TENANTS, "true")
                .with(TenantWebSettings.HEADER, "X-Tenant-Id")
                .with(TenantWebSettings.ACCESS, "claim:tenants")
                .with(TenantWebSettings.EXCLUDED, "/health")
                .createSchema()
                .open()) {
            threeTenants(factory);
            TenantResolver resolver = TenantResolver.of(factory);
            assertTenant(resolver, stating("acme").claim("tenants", List.of("globex", "acme")), A);
            assertRefused(resolver, stating("acme").claim("tenants", "globex"), TenantRefusal.FORBIDDEN);
            assertThat(resolver.resolve(Asked.path("/health"))).isEmpty();
        }
    }

    @Test
    void a_mistake_in_the_settings_is_refused_when_the_resolver_is_built() {
        try (SessionFactory factory = factories()
                .with(TenantWebSettings.PREFIX + "heder", "X-Tenant-Id")
                .createSchema()
                .open()) {
            assertThatThrownBy(() -> TenantResolver.of(factory))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageStartingWith(
                            "Persistence unit tests: unknown setting hibernate.tenant_rls.web.heder; known");
        }
    }
}
