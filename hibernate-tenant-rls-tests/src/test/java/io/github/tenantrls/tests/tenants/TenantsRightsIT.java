// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.DeleteOptions;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.TenantStatus;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the tenants is read by all, and written by the system alone. */
class TenantsRightsIT extends WithTenants {

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
