// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.BackfillTask;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationScript;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.migration.ScriptFile;
import io.github.tenantrls.migration.ScriptFormat;
import io.github.tenantrls.migration.StepKind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of columns, tables and keys. */
@ExtendWith(DatabaseExtension.class)
class PlanKindsIT {

    private final Database database;

    @TempDir
    Path folder;

    PlanKindsIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @ParameterizedTest
    @CsvSource({"uuid," + OldShop.A, "text,o'ne", "varchar,one", "bigint,-7", "integer,7"})
    void a_column_of_any_type_is_in_all_rows_at_once_if_they_are_one_tenants(String type, String tenant)
            throws SQLException {
        database.sql(
                Role.OWNER,
                "create table plain (id int primary key)",
                "insert into plain select generate_series(1, 10)",
                "create table \"select\" (id int primary key, \"Ten\"\"ant\" " + type + ")",
                "insert into \"select\" values (1, null)");

        isolates(Map.of(
                "tables.scoped",
                "public.plain, public.\"select\"",
                "column_type",
                type,
                "runtime_role",
                "app",
                "table.public.\"select\".column",
                "Ten\"ant",
                "table.public.\"select\".fill",
                "tenant:" + tenant,
                "table.public.plain.fill",
                "tenant:" + tenant));
        assertThat(database.query(Role.SUPERUSER, "select distinct tenant_id from plain"))
                .containsExactly(tenant);
        assertThat(database.query(Role.SUPERUSER, "select \"Ten\"\"ant\" from \"select\""))
                .containsExactly(tenant);
    }

    @Test
    void a_domain_and_a_column_that_was_isolated_by_hand_are_right_as_they_are() throws SQLException {
        database.sql(
                Role.OWNER,
                "create domain tenant as uuid",
                "create table by_hand (id int primary key, tenant_id tenant not null default"
                        + " nullif(current_setting('app.current_tenant', true), '')::uuid)",
                "create index on by_hand (tenant_id, id)",
                "alter table by_hand enable row level security",
                "alter table by_hand force row level security",
                "create policy tenant_isolation on by_hand using"
                        + " (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid)");

        assertThat(plan(Map.of("tables.scoped", "public.by_hand")).steps()).isEmpty();
    }

    @Test
    void children_by_inheritance_get_what_they_do_not_inherit() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table parent (id int primary key, owner text)",
                "create table child () inherits (parent)",
                "insert into parent values (1, 'a')",
                "insert into child values (2, 'b')");

        isolates(Map.of(
                "tables.scoped",
                "public.parent",
                "table.public.parent.fill",
                "sql:case owner when 'a' then '" + OldShop.A + "' else '" + OldShop.B + "' end::uuid -- by owner",
                "runtime_role",
                "app"));
        assertThat(database.query(Role.SUPERUSER, "select tenant_id from parent order by id"))
                .containsExactly(OldShop.A, OldShop.B);
        assertThat(
                        database.query(
                                Role.SUPERUSER,
                                "select relrowsecurity and relforcerowsecurity from pg_class where relname in ('parent', 'child')"))
                .containsExactly("t", "t");
        assertThat(database.query(Role.SUPERUSER, "select polrelid::regclass from pg_policy order by 1, polname"))
                .containsExactly("parent", "parent", "child", "child");
    }

    @Test
    void unique_keys_hold_within_a_tenant_where_asked_but_for_primary_ones_and_those_referred_to() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table item (id int primary key, code text unique, \"we\"\"ird\" text, sku text unique, ean text,"
                        + " constraint \"my \"\"key\" unique (\"we\"\"ird\", code) include (ean) deferrable initially deferred)",
                "create unique index by_ean on item (lower(ean) desc, sku) where ean <> ''",
                "create unique index already on item (code, id)",
                "create table price (id int primary key, sku text references item (sku))",
                "create table list (id int primary key, code text references item (code))",
                "insert into item values (1, 'c', 'w', 's', 'e')",
                "insert into price values (1, 's')");
        List<String> before = Catalogs.of(database);
        Map<String, String> values = new TreeMap<>(Map.of(
                "tables.scoped", "public.item, public.price",
                "composite_unique_keys", "true",
                "table.public.item.fill", "tenant:" + OldShop.A,
                "table.public.price.fill", "via:sku"));

        MigrationPlan plan = plan(values);
        assertThat(plan.notes())
                .contains(
                        "The unique key item_code_key of public.item stays one over all tenants, because the foreign key"
                                + " list_code_fkey refers to it; see rule RLS026");
        OldShop.apply(database, plan);
        assertThat(database.query(
                        Role.OWNER,
                        "select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'item'::regclass and indisunique"
                                + " order by indexrelid::regclass::text"))
                .containsExactly(
                        "CREATE UNIQUE INDEX \"my \"\"key\" ON public.item USING btree (tenant_id, \"we\"\"ird\", code)"
                                + " INCLUDE (ean)",
                        "CREATE UNIQUE INDEX already ON public.item USING btree (tenant_id, code, id)",
                        "CREATE UNIQUE INDEX by_ean ON public.item USING btree (tenant_id, lower(ean) DESC, sku) WHERE (ean"
                                + " <> ''::text)",
                        "CREATE UNIQUE INDEX item_code_key ON public.item USING btree (code)",
                        "CREATE UNIQUE INDEX item_pkey ON public.item USING btree (id)",
                        "CREATE UNIQUE INDEX item_sku_key ON public.item USING btree (tenant_id, sku)",
                        "CREATE UNIQUE INDEX item_tenant_id_sku_key ON public.item USING btree (tenant_id, sku)");
        assertThat(database.query(
                        Role.OWNER,
                        "select pg_get_constraintdef(oid) from pg_constraint where conname in ('my \"key', 'item_sku_key')"
                                + " order by conname"))
                .containsExactly(
                        "UNIQUE (tenant_id, sku)",
                        "UNIQUE (tenant_id, \"we\"\"ird\", code) INCLUDE (ean) DEFERRABLE INITIALLY DEFERRED");
        assertThat(plan(values).steps()).isEmpty();

        OldShop.undo(database, plan);
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(before);
    }

    @Test
    void the_table_of_the_tenants_is_made_or_completed() throws SQLException {
        Map<String, String> values = new TreeMap<>(Map.of(
                "tables.global", "public.tenants",
                "tenants_table", "tenants",
                "runtime_role", "app",
                "system_role", "system"));
        isolates(values);
        assertThat(
                        database.value(
                                Role.OWNER,
                                "select array_agg(polname order by polname) from pg_policy where polrelid = 'tenants'::regclass"))
                .isEqualTo("{tenant_system,tenants_read}");

        List<String> right = Catalogs.of(database);
        database.sql(
                Role.OWNER,
                "alter table tenants no force row level security",
                "drop policy tenants_read on tenants",
                "revoke select on tenants from app",
                "revoke delete on tenants from system");
        List<String> changed = Catalogs.of(database);
        MigrationPlan plan = plan(values);
        assertThat(plan.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.kind()).isEqualTo(StepKind.TENANTS_TABLE));
        OldShop.apply(database, plan);
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(right);
        OldShop.undo(database, plan);
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(changed);
    }

    /** By places instead of keys, in each partition and child. */
    @Test
    void the_block_of_a_script_fills_tables_without_a_key() throws Exception {
        database.sql(
                Role.OWNER,
                "create table keyless (n int, region text)",
                "insert into keyless select n, case n % 2 when 0 then 'a' else 'b' end from generate_series(1, 30000) n",
                "create table parted (n int, region text) partition by list (region)",
                "create table parted_a partition of parted for values in ('a')",
                "create table parted_b partition of parted for values in ('b')",
                "insert into parted select * from keyless");
        String fill = "sql:case t.region when 'a' then '" + OldShop.A + "'::uuid else '" + OldShop.B + "' end";
        isolatesByScript(Map.of(
                "tables.scoped",
                "public.keyless, public.parted",
                "table.public.keyless.fill",
                fill,
                "table.public.parted.fill",
                fill));
        for (String table : List.of("keyless", "parted")) {
            assertThat(database.query(
                            Role.SUPERUSER,
                            "select count(*) from " + table + " where tenant_id = case region when 'a' then '"
                                    + OldShop.A + "'::uuid else '" + OldShop.B + "' end"))
                    .containsExactly("30000");
        }
    }

    @Test
    void the_block_of_a_script_fills_by_keys_of_several_columns() throws Exception {
        database.sql(
                Role.OWNER,
                "create table keyed (a text, \"B\"\"b\" int, primary key (a, \"B\"\"b\"))",
                "insert into keyed select 'k' || n % 7, n from generate_series(1, 23000) n");
        isolatesByScript(Map.of(
                "tables.scoped",
                "public.keyed",
                "table.public.keyed.fill",
                "sql:case when t.a < 'k3' then '" + OldShop.A + "'::uuid else '" + OldShop.B + "' end"));
        assertThat(database.query(
                        Role.SUPERUSER,
                        "select count(*) || ' ' || count(distinct xmin::text) from keyed where tenant_id = case when a < 'k3' then '"
                                + OldShop.A + "'::uuid else '" + OldShop.B + "' end"))
                .as("all rows, by five transactions")
                .containsExactly("23000 5");
    }

    private void isolatesByScript(Map<String, String> values) throws Exception {
        MigrationPlan plan = plan(values);
        assertThat(plan.steps()).map(MigrationStep::task).anyMatch(java.util.Optional<BackfillTask>::isPresent);
        ScriptFile script =
                MigrationScript.files(plan, ScriptFormat.SQL, folder).get(0);
        Path file = Files.writeString(folder.resolve(script.name()), script.text());
        Psql.run(database, file);
        assertThat(plan(values).steps()).isEmpty();
    }

    private void isolates(Map<String, String> values) throws SQLException {
        List<String> before = Catalogs.of(database);
        MigrationPlan plan = plan(values);
        assertThat(plan).isEqualTo(plan(values));
        OldShop.apply(database, plan);
        assertThat(plan(values).steps()).isEmpty();
        OldShop.undo(database, plan);
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(before);
        OldShop.apply(database, plan);
    }

    private MigrationPlan plan(Map<String, String> values) throws SQLException {
        return OldShop.plan(
                database,
                IsolationConfig.of(values, "test"),
                new PlanOptions(EnumSet.allOf(MigrationPhase.class), false));
    }
}
