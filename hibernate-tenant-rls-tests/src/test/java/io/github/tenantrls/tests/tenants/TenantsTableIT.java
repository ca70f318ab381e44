// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.schema.TenantsTableDdl;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.RlsVerifier;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The schema export makes the table of the tenants where it is asked for, and the verification has nothing against it. */
@ExtendWith(DatabaseExtension.class)
class TenantsTableIT {

    private static final String CATALOG = "select string_agg(c::text, ';' order by c.oid) from pg_class c"
            + " where relnamespace = 'public'::regnamespace"
            + " union all select string_agg(p::text, ';' order by p.oid) from pg_policy p"
            + " union all select string_agg(k.xmin::text, ';' order by k.oid) from pg_constraint k";

    private static Database database;

    @BeforeEach
    void empty() {
        database.empty();
        database.sql(Role.OWNER, "drop schema if exists \"Own\" cascade");
    }

    private static Factories factories() {
        return Factories.on(database, Job.class).systemLogin();
    }

    @Test
    void nobody_gets_one_who_has_not_asked() {
        factories().createSchema();
        assertThat(tables()).containsExactly("job");
        factories().with(TenantRlsSettings.KNOWN_TENANTS, "false").schema("update");
        assertThat(tables()).containsExactly("job");
        factories().with(TenantRlsSettings.KNOWN_TENANTS, "true").schema("update");
        assertThat(tables()).containsExactly("job", "tenants");
    }

    private static List<String> tables() {
        return database.query(
                Role.OWNER,
                "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1");
    }

    @Test
    void it_is_protected_and_granted() {
        factories().with(TenantRlsSettings.TENANTS_TABLE, "tenants").createSchema();
        assertThat(database.query(
                        Role.OWNER,
                        "select relrowsecurity::text || relforcerowsecurity from pg_class where relname = 'tenants'"))
                .containsExactly("truetrue");
        assertThat(
                        database.query(
                                Role.OWNER,
                                "select policyname || cmd || roles::text from pg_policies where tablename = 'tenants' order by 1"))
                .containsExactly("tenant_systemALL{system}", "tenants_readSELECT{public}");
        assertThat(database.query(
                        Role.OWNER,
                        "select grantee || ' ' || string_agg(privilege_type, ',' order by privilege_type)"
                                + " from information_schema.role_table_grants where table_name = 'tenants'"
                                + " and grantee in ('app', 'system') group by grantee order by grantee"))
                .containsExactly("app SELECT", "system DELETE,INSERT,SELECT,UPDATE");
    }

    @Test
    void a_second_export_changes_nothing_and_a_damaged_table_is_mended() {
        Factories factories =
                factories().with(TenantRlsSettings.TENANTS_TABLE, "tenants").createSchema();
        List<String> made = database.query(Role.SUPERUSER, CATALOG);
        factories.schema("update");
        assertThat(database.query(Role.SUPERUSER, CATALOG)).isEqualTo(made);
        database.sql(
                Role.OWNER,
                "alter table tenants disable row level security",
                "alter table tenants no force row level security",
                "drop policy tenant_system on tenants",
                "drop policy tenants_read on tenants",
                "revoke all on tenants from app, system");
        factories.schema("update");
        it_is_protected_and_granted();
    }

    @Test
    void the_verification_finds_nothing_even_where_the_tenant_column_refers_to_it() {
        factories().with(TenantRlsSettings.KNOWN_TENANTS, "true").createSchema();
        database.sql(Role.OWNER, "alter table job add foreign key (tenant_id) references tenants");
        try (SessionFactory factory =
                factories().with(TenantRlsSettings.KNOWN_TENANTS, "true").open()) {
            assertThat(RlsVerifier.of(factory).verify().findings()).isEmpty();
            Tenant acme = Tenants.of(factory).create("acme", "Acme");
            TenantContext.runAs(acme.id(), () -> factory.runInTransaction(em -> em.persist(new Job(1))));
            TenantContext.runAs(
                    acme.id(),
                    () -> factory.runInTransaction(em -> assertThat(
                                    em.createQuery("from Job", Job.class).getResultList())
                            .hasSize(1)));
        }
    }

    @Test
    void it_may_be_in_another_schema_under_any_name() {
        String table = "\"Own\".\"our $tenant_rls$ 'Tenants'\"";
        database.sql(Role.OWNER, "create schema \"Own\"");
        factories().with(TenantRlsSettings.TENANTS_TABLE, table).createSchema();
        try (SessionFactory factory =
                factories().with(TenantRlsSettings.TENANTS_TABLE, table).open()) {
            Tenant acme = Tenants.of(factory).create("acme", "Acme");
            assertThat(Tenants.of(factory).resolve("acme")).contains(acme.id());
            assertThat(database.query(Role.SUPERUSER, "select slug from " + table))
                    .containsExactly("acme");
        }
    }

    @Test
    void another_table_of_that_name_is_left_alone() {
        database.sql(Role.OWNER, "create table tenants (id bigint, slug text)");
        Factories factories = factories().with(TenantRlsSettings.TENANTS_TABLE, "tenants");
        factories.schema("update"); // in which Hibernate keeps the error to itself
        assertThatThrownBy(factories::createSchema)
                .hasStackTraceContaining(
                        "is there, but is not that of the tenants: it lacks one of the columns id, slug,"
                                + " name, status and created_at; name another by hibernate.tenant_rls.tenants_table");
        assertThat(database.query(Role.OWNER, "select relrowsecurity::text from pg_class where relname = 'tenants'"))
                .containsExactly("false");
    }

    @Test
    void no_export_drops_a_tenant() {
        Factories factories =
                factories().with(TenantRlsSettings.TENANTS_TABLE, "tenants").createSchema();
        database.sql(Role.SYSTEM, "insert into tenants (id, slug, name) values (gen_random_uuid(), 'acme', 'Acme')");
        for (String action : List.of("update", "create", "create-drop")) {
            factories.schema(action);
            assertThat(database.query(Role.SYSTEM, "select slug from tenants")).containsExactly("acme");
        }
    }

    @Test
    void without_roles_it_has_the_policy_for_reading_alone() {
        database.sql(Role.OWNER, TenantsTableDdl.of(Map.of()).migration(" "));
        assertThat(database.query(Role.OWNER, "select policyname from pg_policies"))
                .containsExactly("tenants_read");
    }
}
