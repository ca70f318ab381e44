// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names and mappings of the tenant column, from Hibernate's mapping to the catalog of the server. */
@ExtendWith(DatabaseExtension.class)
class NamesIT {

    private final Database database;

    NamesIT(Database database) {
        this.database = database;
    }

    @Test
    void schemas_and_quoted_names_with_blanks_and_capitals() {
        assertIsolated(
                factories(Names.Order.class).with(SchemaToolingSettings.JAKARTA_HBM2DDL_CREATE_SCHEMAS, "true"),
                "\"My Sales\".\"Order\"",
                "\"Tenant Id\"",
                tenant -> {
                    Names.Order order = new Names.Order();
                    order.id = tenant.hashCode();
                    order.lines.add("line");
                    return order;
                });
        assertThat(database.query(
                        Role.OWNER,
                        "select polrelid::regclass from pg_policy join pg_class c on c.oid = polrelid"
                                + " where polname = 'tenant_isolation' and relname like 'OrderInSchema%'"))
                .hasSize(1);
    }

    @Test
    void reserved_words() {
        assertIsolated(factories(Names.Reserved.class), "\"user\"", "\"group\"", tenant -> {
            Names.Reserved entity = new Names.Reserved();
            entity.id = tenant.hashCode();
            return entity;
        });
    }

    @Test
    void names_in_mixed_case_without_quotes_are_folded() {
        assertIsolated(factories(Names.MixedCase.class), "mixedcase", "tenantid", tenant -> {
            Names.MixedCase entity = new Names.MixedCase();
            entity.id = tenant.hashCode();
            return entity;
        });
    }

    @Test
    void names_in_mixed_case_with_quotes_everywhere_are_kept() {
        assertIsolated(
                factories(Names.MixedCase.class).with(MappingSettings.GLOBALLY_QUOTED_IDENTIFIERS, "true"),
                "\"MixedCase\"",
                "\"TenantId\"",
                tenant -> {
                    Names.MixedCase entity = new Names.MixedCase();
                    entity.id = tenant.hashCode();
                    return entity;
                });
    }

    @Test
    void hostile_names() {
        database.sql(Role.OWNER, "create table victim ()");
        assertIsolated(factories(Names.Hostile.class), "\"'; drop table victim; --\"", "tenant_id", tenant -> {
            Names.Hostile entity = new Names.Hostile();
            entity.id = tenant.hashCode();
            return entity;
        });
        assertIsolated(factories(Names.WithQuote.class), "\"a \"\" and $tenant_rls$\"", "tenant_id", tenant -> {
            Names.WithQuote entity = new Names.WithQuote();
            entity.id = tenant.hashCode();
            return entity;
        });
        assertThat(database.value(Role.OWNER, "select to_regclass('victim')")).isEqualTo("victim");
    }

    @Test
    void a_quote_that_ends_the_name_is_refused() {
        assertThatThrownBy(() -> factories(Names.LoneQuote.class).open().close())
                .rootCause()
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("is not the name of a table")
                .hasMessageContaining("write a quote within a quoted name twice");
    }

    @Test
    void the_physical_naming_strategy_names_the_tenant_column_too() {
        assertIsolated(
                factories(Names.CamelCased.class)
                        .with(
                                MappingSettings.PHYSICAL_NAMING_STRATEGY,
                                PhysicalNamingStrategySnakeCaseImpl.class.getName()),
                "camel_cased",
                "owner_tenant",
                tenant -> {
                    Names.CamelCased entity = new Names.CamelCased();
                    entity.id = tenant.hashCode();
                    return entity;
                });
    }

    @Test
    void the_default_schema_is_honoured() {
        assertIsolated(
                factories(Names.MixedCase.class)
                        .with(MappingSettings.DEFAULT_SCHEMA, "Other")
                        .with(SchemaToolingSettings.JAKARTA_HBM2DDL_CREATE_SCHEMAS, "true"),
                "other.mixedcase",
                "tenantid",
                tenant -> {
                    Names.MixedCase entity = new Names.MixedCase();
                    entity.id = tenant.hashCode();
                    return entity;
                });
    }

    @Test
    void a_plain_attribute_maps_the_column_and_a_collection_table_gets_its_own() {
        assertIsolated(factories(Names.MappedPlain.class), "mapped_plain", "tenant_id", tenant -> {
            Names.MappedPlain entity = new Names.MappedPlain();
            entity.id = tenant.hashCode();
            entity.tenant = tenant;
            entity.tags.add("tag");
            return entity;
        });
        assertThat(Jdbc.as(database, Tenants.A, "select tenant_id from mapped_plain_tags"))
                .containsExactly(Tenants.A.toString());
    }

    @Test
    void a_read_only_attribute_is_filled_by_the_database() {
        assertIsolated(factories(Names.MappedReadOnly.class), "mapped_read_only", "tenant_id", tenant -> {
            Names.MappedReadOnly entity = new Names.MappedReadOnly();
            entity.id = tenant.hashCode();
            return entity;
        });
    }

    @Test
    void the_tenant_id_of_hibernate_maps_the_column() {
        assertIsolated(
                factories(Names.MappedTenantId.class),
                "mapped_tenant_id",
                "tenant_id",
                tenant -> new Names.MappedTenantId());
    }

    @Test
    void the_type_of_a_mapped_column_stays() {
        assertIsolated(factories(Names.MappedText.class), "mapped_text", "tenant_id", tenant -> {
            Names.MappedText entity = new Names.MappedText();
            entity.id = tenant.hashCode();
            return entity;
        });
        assertThat(database.value(
                        Role.OWNER,
                        "select format_type(atttypid, atttypmod) from pg_attribute"
                                + " where attrelid = 'mapped_text'::regclass and attname = 'tenant_id'"))
                .isEqualTo("character varying(36)");
    }

    @Test
    void two_tenant_columns_for_one_table_are_refused() {
        assertThatThrownBy(() -> factories(Names.FirstOfTwo.class, Names.SecondOfTwo.class)
                        .open()
                        .close())
                .rootCause()
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("FirstOfTwo")
                .hasMessageContaining("SecondOfTwo")
                .hasMessageContaining("share the table shared but name different tenant columns");
    }

    private Factories factories(Class<?>... entities) {
        return Factories.on(database, entities);
    }

    /** By the library, which verifies the schema too, and then by JDBC alone; with a negative control. */
    private void assertIsolated(Factories factories, String table, String column, Function<UUID, Object> maker) {
        List<UUID> tenants = List.of(Tenants.A, Tenants.B, Tenants.C);
        try (SessionFactory factory = factories.createSchema().open()) {
            for (UUID tenant : tenants) {
                TenantContext.runAs(
                        tenant, () -> factory.inTransaction(session -> session.persist(maker.apply(tenant))));
            }
        }
        String query = "select " + column + " from " + table;
        for (UUID tenant : tenants) {
            assertThat(Jdbc.as(database, tenant, query)).containsExactly(tenant.toString());
        }
        database.sql(Role.OWNER, "alter table " + table + " disable row level security");
        assertThat(Jdbc.as(database, Tenants.A, query)).as("negative control").hasSize(tenants.size());
    }
}
