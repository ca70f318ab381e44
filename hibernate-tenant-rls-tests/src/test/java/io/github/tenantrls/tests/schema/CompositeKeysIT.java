// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.Warnings;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Foreign keys of every kind of table compare the tenant, if they are not told otherwise. */
@ExtendWith(DatabaseExtension.class)
class CompositeKeysIT {

    private static final String KEYS =
            "select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint"
                    + " where contype = 'f' and confrelid in (select polrelid from pg_policy)"
                    + " and conrelid in (select polrelid from pg_policy)";

    private final Database database;

    CompositeKeysIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void all_keys_between_tables_of_tenants_compare_the_tenant() {
        kinds().createSchema();
        assertThat(database.query(Role.OWNER, KEYS))
                .hasSizeGreaterThan(15)
                .allMatch(key -> key.contains(" FOREIGN KEY (tenant_id, ") && key.contains("(tenant_id, "))
                .contains("cat FOREIGN KEY (tenant_id, id) REFERENCES animal(tenant_id, id)")
                .contains("project_tags FOREIGN KEY (tenant_id, project_id) REFERENCES project(tenant_id, id)")
                .contains("project_details FOREIGN KEY (tenant_id, id) REFERENCES project(tenant_id, id)")
                .contains("project_members FOREIGN KEY (tenant_id, members_id) REFERENCES member(tenant_id, id)")
                .contains("note FOREIGN KEY (tenant_id, project_id) REFERENCES project(tenant_id, id)")
                .contains("contract_secret_aud FOREIGN KEY (tenant_id, rev, id)"
                        + " REFERENCES contract_history(tenant_id, rev, id)");
    }

    @Test
    void keys_to_global_tables_stay() {
        kinds().createSchema();
        assertThat(database.query(
                        Role.OWNER,
                        "select pg_get_constraintdef(oid) from pg_constraint where contype = 'f'"
                                + " and confrelid in ('label'::regclass, 'revinfo'::regclass)"))
                .isNotEmpty()
                .noneMatch(key -> key.contains("tenant_id"));
    }

    @Test
    void a_second_update_changes_nothing_and_logs_nothing() {
        kinds().schema("update").schema("update"); // the second one re-makes unique constraints, as Hibernate does
        String before = Snapshot.of(database);
        try (Warnings warnings = new Warnings("org.hibernate")) {
            kinds().with(TenantRlsSettings.VERIFICATION, "off")
                    .with(SchemaToolingSettings.HBM2DDL_AUTO, "update")
                    .openAs(Role.OWNER)
                    .close();
            assertThat(warnings.messages()).isEmpty();
        }
        assertThat(Snapshot.of(database)).isEqualTo(before);
    }

    @Test
    void update_composes_what_was_there_and_the_index_that_was_there_stays() {
        kinds().with(TenantRlsSettings.COMPOSITE_FOREIGN_KEYS, "false").schema("create");
        assertThat(database.query(Role.OWNER, KEYS)).isNotEmpty().noneMatch(key -> key.contains("tenant_id"));
        kinds().schema("update");
        assertThat(database.query(Role.OWNER, KEYS)).isNotEmpty().allMatch(key -> key.contains("(tenant_id, "));
        assertThat(database.query(
                        Role.OWNER,
                        "select indexrelid::regclass from pg_index where indrelid = 'animal'::regclass"
                                + " and indkey[0] = (select attnum from pg_attribute"
                                + " where attrelid = indrelid and attname = 'tenant_id')"))
                .containsExactlyInAnyOrder("animal_tenant_id_idx", "animal_tenant_id_id_key");
    }

    @Test
    void create_drop_still_drops() {
        kinds().with(TenantRlsSettings.VERIFICATION, "off")
                .with(SchemaToolingSettings.HBM2DDL_AUTO, "create-drop")
                .openAs(Role.OWNER)
                .close();
        assertThat(database.query(
                        Role.OWNER, "select relname from pg_class where relnamespace = 'public'::regnamespace"))
                .isEmpty();
    }

    @Test
    void a_row_of_another_tenant_cannot_be_referred_to() {
        kinds().createSchema();
        try (SessionFactory factory = kinds().open()) {
            UUID owner = Tenants.B;
            project(factory, owner);
            assertThatThrownBy(() -> noteOn(factory, Tenants.A))
                    .isInstanceOf(ConstraintViolationException.class)
                    .hasMessageContaining("violates foreign key constraint")
                    .extracting(e -> ((ConstraintViolationException) e).getSQLState())
                    .isEqualTo("23503");
            assertThatCode(() -> noteOn(factory, owner)).doesNotThrowAnyException();
        }
    }

    @Test
    void negative_control_without_the_setting_it_can() {
        Factories kinds = kinds().with(TenantRlsSettings.COMPOSITE_FOREIGN_KEYS, "false")
                .with(TenantRlsSettings.VERIFICATION, "off")
                .createSchema();
        try (SessionFactory factory = kinds.open()) {
            project(factory, Tenants.B);
            noteOn(factory, Tenants.A);
            assertThat(database.query(
                            Role.SUPERUSER,
                            "select n.tenant_id from note n join project p on p.id = n.project_id"
                                    + " where p.tenant_id <> n.tenant_id"))
                    .containsExactly(Tenants.A.toString());
        }
    }

    private static void project(SessionFactory factory, UUID tenant) {
        sql(factory, tenant, "insert into project (id, name) values (1, 'theirs')");
    }

    private static void noteOn(SessionFactory factory, UUID tenant) {
        sql(factory, tenant, "insert into note (id, project_id) values (nextval('note_seq'), 1)");
    }

    private static void sql(SessionFactory factory, UUID tenant, String sql) {
        TenantContext.runAs(
                tenant,
                () -> factory.inTransaction(
                        session -> session.createNativeMutationQuery(sql).executeUpdate()));
    }

    private Factories kinds() {
        return Factories.on(database, Kinds.ALL);
    }
}
