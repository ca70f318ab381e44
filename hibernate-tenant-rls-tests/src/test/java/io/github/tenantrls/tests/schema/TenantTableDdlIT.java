// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTableDdl;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The statement for one table, on tables in all states and under all names. */
@ExtendWith(DatabaseExtension.class)
class TenantTableDdlIT {

    private final Database database;

    TenantTableDdlIT(Database database) {
        this.database = database;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "Mixed Case",
                "order",
                "with \"quotes\" and 'quotes'",
                "\"; drop table victim; --",
                "'; drop table victim; --",
                "$tenant_rls$; drop table victim; --",
                "tenant_rls$ $tenant_rls1$",
                "back\\slash %I %s {fn now()} ?",
                "schéma_テーブル",
                "owned"
            })
    void any_name_is_a_name_and_nothing_else(String name) {
        database.sql(Role.OWNER, "create table if not exists victim ()");
        TenantTable table = new TenantTable(null, null, name, Set.of(), name + "!", TenantColumnType.UUID, true, false);
        database.sql(Role.OWNER, "create table " + table.sqlName() + " (id int)");
        apply(table, "app", "\n");
        for (var tenant : Set.of(Tenants.A, Tenants.B, Tenants.C)) {
            Jdbc.as(database, tenant, "insert into " + table.sqlName() + " (id) values (1)");
        }
        assertThat(Jdbc.as(
                        database,
                        Tenants.A,
                        "select \"" + table.column().replace("\"", "\"\"") + "\" from " + table.sqlName()))
                .containsExactly(Tenants.A.toString());
        assertThat(database.value(Role.OWNER, "select to_regclass('victim')")).isEqualTo("victim");
        assertNothingChanges(table, "app");
        assertNothingChanges(table, "app", " ");
    }

    @ParameterizedTest
    @EnumSource
    void every_column_type_isolates_and_is_served_by_the_index(TenantColumnType type) {
        TenantTable table = table("typed_" + type.sqlName(), type);
        database.sql(Role.OWNER, "create table " + table.sqlName() + " (id int)");
        apply(table, null, " ");
        Object[] tenants =
                type == TenantColumnType.UUID ? new Object[] {Tenants.A, Tenants.B, Tenants.C} : new Object[] {1, 2, 3};
        for (Object tenant : tenants) {
            Jdbc.as(database, tenant, "insert into " + table.sqlName() + " (id) values (1)");
        }
        for (Object tenant : tenants) {
            assertThat(Jdbc.as(database, tenant, "select tenant_id from " + table.sqlName()))
                    .containsExactly(tenant.toString());
        }
        assertThat(String.join(
                        "\n",
                        Jdbc.as(
                                database,
                                tenants[0],
                                "set enable_seqscan = off; explain select * from " + table.sqlName())))
                .as("a cast of the column would keep the index from being used")
                .contains("Index Cond");
        assertNothingChanges(table, null);
    }

    @Test
    void a_schema_is_opened_to_the_runtime_role() {
        database.sql(Role.OWNER, "create schema \"My Schema\"", "create table \"My Schema\".t (id serial)");
        TenantTable table = new TenantTable(
                database.name(), "My Schema", "t", Set.of(), "tenant_id", TenantColumnType.UUID, true, false);
        apply(table, "app", "\n");
        Jdbc.as(database, Tenants.A, "insert into \"My Schema\".t default values");
        assertThat(Jdbc.as(database, Tenants.A, "select id from \"My Schema\".t"))
                .containsExactly("1");
        assertThat(Jdbc.as(database, Tenants.B, "select id from \"My Schema\".t"))
                .isEmpty();
        assertNothingChanges(table, "app");
    }

    @Test
    void rows_without_a_tenant_refuse_it_and_nothing_is_done() {
        TenantTable table = table("filled", TenantColumnType.UUID);
        database.sql(Role.OWNER, "create table filled (id int)", "insert into filled values (1)");
        assertThatThrownBy(() -> apply(table, null, " "))
                .hasRootCauseInstanceOf(SQLException.class)
                .rootCause()
                .hasMessageContaining("contains null values")
                .extracting("SQLState")
                .isEqualTo("23502");
        assertThat(database.value(Role.OWNER, "select relrowsecurity from pg_class where relname = 'filled'"))
                .isEqualTo("f");
        assertThat(database.query(Role.OWNER, "select id from filled")).containsExactly("1");
    }

    @Test
    void what_is_there_already_is_kept() {
        TenantTable table = table("half", TenantColumnType.UUID);
        database.sql(
                Role.OWNER,
                "create table half (tenant_id uuid not null default gen_random_uuid(), id int, primary key (tenant_id, id))",
                "alter table half enable row level security",
                "create policy tenant_isolation on half using (tenant_id is not null)");
        apply(table, null, " ");
        assertThat(database.query(
                        Role.OWNER,
                        "select pg_get_expr(polqual, polrelid) from pg_policy" + " where polrelid = 'half'::regclass"))
                .containsExactly("(tenant_id IS NOT NULL)");
        assertThat(database.value(Role.OWNER, "select count(*) from pg_index where indrelid = 'half'::regclass"))
                .isEqualTo("1");
        assertThat(database.value(
                        Role.OWNER,
                        "select column_default from information_schema.columns where table_name = 'half'"
                                + " and column_name = 'tenant_id'"))
                .isEqualTo("gen_random_uuid()");
        assertThat(database.value(Role.OWNER, "select relforcerowsecurity from pg_class where relname = 'half'"))
                .isEqualTo("t");
    }

    @Test
    void a_table_that_is_not_there_is_passed_over() {
        assertNothingChanges(table("nowhere", TenantColumnType.UUID), null);
    }

    @Test
    void a_view_is_passed_over() {
        database.sql(Role.OWNER, "create view looks_like_a_table as select 1 as id");
        assertNothingChanges(table("looks_like_a_table", TenantColumnType.UUID), null);
    }

    @Test
    void a_partial_index_does_not_count() {
        TenantTable table = table("indexed", TenantColumnType.UUID);
        database.sql(
                Role.OWNER,
                "create table indexed (id int, tenant_id uuid)",
                "create index on indexed (tenant_id) where id > 0",
                "create index on indexed (id, tenant_id)");
        apply(table, null, " ");
        assertThat(database.value(Role.OWNER, "select count(*) from pg_index where indrelid = 'indexed'::regclass"))
                .isEqualTo("3");
    }

    @Test
    void an_unknown_runtime_role_is_an_error_of_the_server() {
        TenantTable table = table("orphan", TenantColumnType.UUID);
        database.sql(Role.OWNER, "create table orphan (id int)");
        assertThatThrownBy(() -> apply(table, "nobody", " "))
                .rootCause()
                .hasMessageContaining("role \"nobody\" does not exist");
    }

    private static TenantTable table(String name, TenantColumnType type) {
        return new TenantTable(null, null, name, Set.of(), "tenant_id", type, true, false);
    }

    private void apply(TenantTable table, @Nullable String role, String lineBreak) {
        database.sql(Role.OWNER, new TenantTableDdl(table, "app.current_tenant", role, null).migration(lineBreak));
    }

    private void assertNothingChanges(TenantTable table, @Nullable String role) {
        assertNothingChanges(table, role, "\n");
    }

    private void assertNothingChanges(TenantTable table, @Nullable String role, String lineBreak) {
        String before = Snapshot.of(database);
        try (Connection connection = database.connection(Role.OWNER);
                Statement statement = connection.createStatement()) {
            statement.execute(new TenantTableDdl(table, "app.current_tenant", role, null).migration(lineBreak));
            SQLWarning warning = statement.getWarnings();
            assertThat(warning == null ? "none" : warning.getMessage()).isEqualTo("none");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        assertThat(Snapshot.of(database)).isEqualTo(before);
    }
}
