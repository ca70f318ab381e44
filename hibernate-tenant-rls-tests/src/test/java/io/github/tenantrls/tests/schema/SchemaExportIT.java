// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.Warnings;
import io.github.tenantrls.verify.RlsVerifier;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.envers.boot.internal.EnversService;
import org.hibernate.envers.configuration.EnversSettings;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.internal.DefaultSchemaFilter;
import org.hibernate.tool.schema.internal.DefaultSchemaFilterProvider;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which Hibernate makes a schema. */
@ExtendWith(DatabaseExtension.class)
class SchemaExportIT {

    private static final String[] TABLES = {"exported", "exported_aud", "exported_tags", "exported_tags_aud"};

    private final Database database;

    @TempDir
    Path directory = Path.of(".");

    SchemaExportIT(Database database) {
        this.database = database;
    }

    @AfterEach
    void no_schema() {
        database.sql(
                Role.OWNER,
                "drop table if exists exported_tags_aud, exported_aud, exported_tags, exported, revinfo",
                "drop sequence if exists exported_seq, revinfo_seq");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "create-only", "update"})
    void at_the_start_of_a_factory(String action) {
        try (Warnings warnings = new Warnings("org.hibernate")) {
            factories().schema(action);
            // "update" drops unique constraints before it makes them, and the server says that there are none
            assertThat(warnings.messages()).noneMatch(message -> message.contains("tenant"));
        }
        assertIsolated();
    }

    @Test
    void the_runtime_role_may_use_what_all_tenants_share() {
        database.sql(Role.OWNER, "create schema ungranted");
        try {
            factories().with("hibernate.default_schema", "ungranted").schema("update");
            assertThat(database.value(
                            Role.APP,
                            "select has_table_privilege('ungranted.revinfo', 'select')"
                                    + " and has_table_privilege('ungranted.revinfo', 'insert')"
                                    + " and has_table_privilege('ungranted.exported', 'insert')"))
                    .isEqualTo("t");
            assertThat(database.value(Role.APP, "select has_table_privilege('ungranted.revinfo', 'truncate')"))
                    .isEqualTo("f");
        } finally {
            database.sql(Role.OWNER, "drop schema ungranted cascade");
        }
    }

    @Test
    void create_drop_removes_everything_when_the_factory_is_closed() {
        try (SessionFactory factory = owner("create-drop").openAs(Role.OWNER)) {
            assertThat(RlsVerifier.of(factory).verify().tables()).hasSize(TABLES.length);
            assertThat(protectedTables()).containsExactlyInAnyOrder(TABLES);
        }
        assertThat(protectedTables()).isEmpty();
        assertThat(database.value(Role.OWNER, "select count(*) from pg_policy")).isEqualTo("0");
    }

    @Test
    void a_second_update_changes_nothing_and_logs_nothing() {
        factories().schema("update");
        String before = Snapshot.of(database);
        try (Warnings ofHibernate = new Warnings("org.hibernate");
                Warnings ofOurs = new Warnings("io.github.tenantrls")) {
            owner("update").openAs(Role.OWNER).close();
            assertThat(ofHibernate.messages()).isEmpty();
            assertThat(ofOurs.messages()).isEmpty();
        }
        assertThat(Snapshot.of(database)).isEqualTo(before);
    }

    @Test
    void update_protects_what_was_there_unprotected() {
        factories().with(TenantRlsSettings.SCHEMA_EXPORT, "false").schema("create");
        assertThat(protectedTables()).isEmpty();
        factories().schema("update");
        assertIsolated();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scripts_are_complete_and_may_run_again(boolean formatted) throws IOException {
        Path script = directory.resolve("create.sql");
        Map<String, Object> settings = ownerSettings();
        settings.put(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_ACTION, "create");
        settings.put(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_CREATE_TARGET, script.toString());
        settings.put(JdbcSettings.FORMAT_SQL, String.valueOf(formatted));
        Persistence.generateSchema("schema-generation", settings);
        String sql = Files.readString(script);
        assertThat(protectedTables()).isEmpty();
        database.sql(Role.OWNER, sql);
        assertIsolated();
        String before = Snapshot.of(database);
        database.sql(Role.OWNER, sql.substring(sql.indexOf("do $tenant_rls$")));
        assertThat(Snapshot.of(database)).isEqualTo(before);
    }

    @Test
    void hibernate_can_load_a_script_that_it_wrote() {
        Path script = directory.resolve("create.sql");
        Map<String, Object> settings = ownerSettings();
        settings.put(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_ACTION, "create");
        settings.put(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_CREATE_TARGET, script.toString());
        Persistence.generateSchema("schema-generation", settings);
        Map<String, Object> loading = ownerSettings();
        loading.put(TenantRlsSettings.SCHEMA_EXPORT, "false");
        loading.put(SchemaToolingSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "create");
        loading.put(SchemaToolingSettings.JAKARTA_HBM2DDL_CREATE_SOURCE, "script");
        loading.put(SchemaToolingSettings.JAKARTA_HBM2DDL_CREATE_SCRIPT_SOURCE, script.toString());
        Persistence.generateSchema("schema-generation", loading);
        assertIsolated();
    }

    @Test
    void scripts_can_be_made_without_a_database() throws IOException {
        Path script = directory.resolve("create.sql");
        Map<String, Object> settings = new HashMap<>(factories().settings());
        settings.put(JdbcSettings.JAKARTA_JDBC_URL, "jdbc:postgresql://localhost:1/nowhere");
        settings.put(JdbcSettings.ALLOW_METADATA_ON_BOOT, "false");
        settings.put(JdbcSettings.JAKARTA_HBM2DDL_DB_NAME, "PostgreSQL");
        settings.put(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_ACTION, "create");
        settings.put(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_CREATE_TARGET, script.toString());
        Persistence.generateSchema("schema-generation", settings);
        database.sql(Role.OWNER, Files.readString(script));
        assertIsolated();
    }

    @Test
    void audit_tables_are_found_under_any_name() {
        factories()
                .with(EnversSettings.AUDIT_TABLE_PREFIX, "exported_old_")
                .with(EnversSettings.AUDIT_TABLE_SUFFIX, "_Log")
                .schema("create");
        assertThat(protectedTables())
                .containsExactlyInAnyOrder(
                        "exported", "exported_tags", "exported_old_exported_log", "exported_old_exported_tags_log");
        database.sql(Role.OWNER, "drop table exported_old_exported_log, exported_old_exported_tags_log");
    }

    @Test
    void audit_tables_need_no_policy_if_there_are_none() {
        factories().with(EnversService.INTEGRATION_ENABLED, "false").schema("create");
        assertThat(protectedTables()).containsExactlyInAnyOrder("exported", "exported_tags");
    }

    @Test
    void generate_schema_on_the_database() {
        Map<String, Object> settings = ownerSettings();
        settings.put(SchemaToolingSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "create");
        Persistence.generateSchema("schema-generation", settings);
        assertIsolated();
    }

    @Test
    void nothing_is_added_for_units_without_this_library() {
        try (SessionFactory factory =
                factories().with(SchemaToolingSettings.HBM2DDL_AUTO, "create").openWithoutTenancy(Role.OWNER)) {
            assertThat(factory.isOpen()).isTrue();
            assertThat(protectedTables()).isEmpty();
        }
    }

    @Test
    void tables_that_hibernate_is_told_to_leave_alone_are_left_alone() {
        factories().with(TenantRlsSettings.SCHEMA_EXPORT, "false").schema("create");
        factories()
                .with(SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER, WithoutTags.class.getName())
                .schema("update");
        assertThat(protectedTables()).containsExactlyInAnyOrder("exported", "exported_aud", "exported_tags_aud");
    }

    /** Leaves out one table. */
    public static final class WithoutTags extends DefaultSchemaFilterProvider {
        @Override
        public SchemaFilter getMigrateFilter() {
            return new SchemaFilter() {
                @Override
                public boolean includeNamespace(Namespace namespace) {
                    return true;
                }

                @Override
                public boolean includeTable(Table table) {
                    return !table.getName().equals("exported_tags");
                }

                @Override
                public boolean includeSequence(Sequence sequence) {
                    return DefaultSchemaFilter.INSTANCE.includeSequence(sequence);
                }
            };
        }
    }

    private Factories factories() {
        return Factories.on(database, Exported.class);
    }

    private Factories owner(String action) {
        return factories()
                .with(SchemaToolingSettings.HBM2DDL_AUTO, action)
                .with(TenantRlsSettings.VERIFICATION, "off"); // judged is the role of the application
    }

    private Map<String, Object> ownerSettings() {
        Map<String, Object> settings = new HashMap<>(factories().settings());
        settings.put(JdbcSettings.JAKARTA_JDBC_USER, database.user(Role.OWNER));
        settings.put(JdbcSettings.JAKARTA_JDBC_PASSWORD, database.password(Role.OWNER));
        settings.remove(SchemaToolingSettings.HBM2DDL_AUTO);
        return settings;
    }

    private List<String> protectedTables() {
        return Jdbc.as(
                database,
                Tenants.A,
                "select relname from pg_class c where relrowsecurity and relforcerowsecurity"
                        + " and (select count(*) from pg_policy where polrelid = c.oid) = 2");
    }

    /** Opening the factory verifies it too. */
    private void assertIsolated() {
        assertThat(protectedTables()).containsExactlyInAnyOrder(TABLES);
        List<UUID> tenants = List.of(Tenants.A, Tenants.B, Tenants.C);
        try (SessionFactory factory = factories().open()) {
            for (UUID tenant : tenants) {
                TenantContext.runAs(
                        tenant,
                        () -> factory.inTransaction(session -> {
                            Exported exported = new Exported();
                            exported.tags.add("tag");
                            session.persist(exported);
                        }));
            }
        }
        for (UUID tenant : tenants) {
            for (String table : TABLES) {
                assertThat(Jdbc.as(database, tenant, "select tenant_id from " + table))
                        .containsExactly(tenant.toString());
            }
        }
    }
}
