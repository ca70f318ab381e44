// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantsTableDdl;
import io.github.tenantrls.tenants.DeleteOptions;
import io.github.tenantrls.tenants.DuplicateTenantException;
import io.github.tenantrls.tenants.InvalidSlugException;
import io.github.tenantrls.tenants.SeedFailedException;
import io.github.tenantrls.tenants.SeedOutcome;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.TenantHasRowsException;
import io.github.tenantrls.tenants.TenantSeed;
import io.github.tenantrls.tenants.TenantStatus;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tenants of a database without a persistence unit. */
@ExtendWith(DatabaseExtension.class)
class DatabaseTenantsIT {

    private static final UUID A = UUID.fromString("aaaaaaaa-0000-4000-8000-00000000000a");
    private static final UUID B = UUID.fromString("bbbbbbbb-0000-4000-8000-00000000000b");
    private static final TenantTable ITEM =
            new TenantTable(null, "public", "item", Set.of(), "tenant_id", TenantColumnType.UUID, true, false);

    private final Database database;
    private final Tenants tenants;

    DatabaseTenantsIT(Database database) {
        this.database = database;
        tenants = Tenants.of(database.dataSource(Role.SYSTEM), List.of(ITEM), Map.of());
    }

    @BeforeEach
    void create() {
        database.empty();
        TestSchema schema = TestSchema.of(database);
        schema.table("item", "id bigint primary key");
        database.sql(
                Role.OWNER,
                TenantsTableDdl.of(Map.of(
                                TenantRlsSettings.RUNTIME_ROLE, "app",
                                TenantRlsSettings.SYSTEM_ROLE, "system"))
                        .migration(" "));
        schema.insert("item", A, "id", "1");
        schema.insert("item", B, "id", "2");
    }

    @Test
    void what_the_page_shows_works() throws SQLException {
        DataSource dataSource = database.dataSource(Role.SYSTEM);
        List<TenantTable> tables = List.of(ITEM);
        // tag::database[]
        Tenants tenants = Tenants.of(dataSource, tables, Map.of(TenantRlsSettings.TENANTS_TABLE, "tenants"));
        List<SeedOutcome> outcomes = tenants.seed(List.of(
                new TenantSeed(null, "acme", "Acme Ltd"), // created with a random identifier, or there already
                new TenantSeed(null, "globex", "Globex, Inc"))); // both, or none if one cannot be
        // end::database[]
        assertThat(outcomes).extracting(SeedOutcome::created).containsExactly(true, true);
        assertThat(tenants.seed(List.of(new TenantSeed(null, "acme", "Another name"))))
                .containsExactly(new SeedOutcome(outcomes.get(0).tenant(), false));
        assertThat(tenants.resolve("globex")).contains(outcomes.get(1).tenant().id());
    }

    @Test
    void they_are_created_changed_and_deleted_by_the_login_of_the_system() {
        Tenant acme = tenants.create(A, "acme", "Acme");
        tenants.create(B, "globex", "Globex");
        assertThat(tenants.suspend(A).status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(tenants.activate(A)).isEqualTo(acme);
        assertThat(tenants.list(10)).extracting(Tenant::slug).containsExactly("acme", "globex");

        assertThatThrownBy(() -> tenants.delete(A))
                .isInstanceOf(TenantHasRowsException.class)
                .hasMessageStartingWith("The database: the tenant was not deleted, because there are rows of it in"
                        + " public.item (1)");
        tenants.delete(A, DeleteOptions.withRows());
        assertThat(tenants.find(A)).isEmpty();
        assertThat(database.query(Role.SUPERUSER, "select tenant_id from item")).containsExactly(B.toString());
    }

    @Test
    void they_are_changed_by_who_takes_on_the_role_of_the_system() {
        Tenants assuming = Tenants.of(
                database.dataSource(Role.SWITCHING), List.of(ITEM), Map.of(TenantRlsSettings.SYSTEM_ROLE, "system"));
        assuming.create(A, "acme", "Acme");
        assuming.delete(A, DeleteOptions.withRows());
        assertThat(database.query(Role.SUPERUSER, "select tenant_id from item")).containsExactly(B.toString());
    }

    @Test
    void who_is_not_the_system_changes_nothing() {
        Tenants application = Tenants.of(database.dataSource(Role.APP), List.of(ITEM), Map.of());
        assertThatThrownBy(() -> application.create(A, "acme", "Acme"))
                .isInstanceOf(TenantRlsException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        assertThat(tenants.list(10)).isEmpty();
    }

    @Test
    void one_that_cannot_be_created_keeps_all_from_it() {
        assertThatThrownBy(() ->
                        tenants.seed(List.of(new TenantSeed(A, "acme", "Acme"), new TenantSeed(A, "other", "Other"))))
                .isInstanceOfSatisfying(SeedFailedException.class, e -> {
                    assertThat(e.position()).isEqualTo(1);
                    assertThat(e.reason()).isInstanceOf(DuplicateTenantException.class);
                })
                .hasMessageContaining("No tenant was created, because of number 2: ")
                .hasMessageContaining("another has its identifier already");
        assertThat(tenants.list(10)).isEmpty();

        tenants.create(A, "acme", "Acme");
        assertThatThrownBy(() -> tenants.seed(List.of(new TenantSeed(B, "acme", "Acme"))))
                .isInstanceOf(SeedFailedException.class)
                .hasMessageContaining("another has its slug already");
        assertThatThrownBy(() -> tenants.seed(
                        List.of(new TenantSeed(null, "new", "New"), new TenantSeed(null, "No Slug", "Bad"))))
                .isInstanceOf(SeedFailedException.class)
                .hasCauseInstanceOf(InvalidSlugException.class);
        assertThat(tenants.list(10)).extracting(Tenant::slug).containsExactly("acme");
    }

    @Test
    void what_was_looked_up_in_vain_is_found_once_it_is_seeded() {
        assertThat(tenants.resolve("late")).isEmpty();
        Object id = tenants.seed(List.of(new TenantSeed(null, "late", "Late")))
                .get(0)
                .tenant()
                .id();
        assertThat(tenants.resolve("late")).contains(id);
    }

    @Test
    void work_for_each_tenant_needs_a_persistence_unit() {
        assertThatThrownBy(tenants::forEach)
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("get the tenants by Tenants.of(entityManagerFactory)");
    }

    @Test
    void settings_that_cannot_be_meant_are_refused() {
        DataSource system = database.dataSource(Role.SYSTEM);
        assertThatThrownBy(() -> Tenants.of(system, List.of(), Map.of(TenantRlsSettings.COLUMN_TYPE, "float")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining(TenantRlsSettings.COLUMN_TYPE);
    }
}
