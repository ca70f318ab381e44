// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.ProbeOutcome;
import io.github.tenantrls.verify.ProbeReport;
import io.github.tenantrls.verify.ProbeResult;
import io.github.tenantrls.verify.RlsVerifier;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The probe finds by trying what crosses from tenant to tenant, and says so of nothing else. */
class ProbeIT extends ProbedItem {

    ProbeIT(Database database) {
        super(database);
    }

    private static final String TENANT = "nullif(current_setting('app.current_tenant', true), '')::uuid";

    private static final String IS_TENANT = "tenant_id = " + TENANT;

    @Test
    void the_schema_that_the_library_makes_is_proved() {
        ProbeReport report = probe();
        assertThat(report.isProved()).isTrue();
        assertThat(report.results())
                .containsExactly(
                        new ProbeResult("public.item", ProbeOutcome.PROVED, List.of()),
                        new ProbeResult("public.item_tags", ProbeOutcome.PROVED, List.of()));
        assertThat(report.role()).isEqualTo("app");
        assertThat(report.unit()).isEqualTo("tests");
        assertThat(report.duration()).isPositive();
        assertThat(report.toString())
                .startsWith(
                        "2 of 2 tenant-scoped tables of tests proved to isolate, 0 refuted, 0 not provable, tried as role app on PostgreSQL "
                                + report.serverVersion())
                .endsWith("\n  public.item: proved\n  public.item_tags: proved");
    }

    /** With a row of somebody's to be seen, and without any: the probe brings its own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alter table item disable row level security | rows are visible without a tenant; \
            an update reaches rows without a tenant; a delete reaches rows without a tenant; \
            rows are visible for another tenant; an update reaches rows for another tenant; \
            a delete reaches rows for another tenant; a row can be inserted for another tenant; \
            a row can be inserted without a tenant; a row can be moved to another tenant
            alter table item owner to app; alter table item no force row level security; \
            grant select, insert, update, delete on item to app | rows are visible without a tenant
            alter policy tenant_isolation on item using (true) | rows are visible without a tenant; \
            an update reaches rows without a tenant; a delete reaches rows without a tenant; \
            rows are visible for another tenant; an update reaches rows for another tenant; \
            a delete reaches rows for another tenant
            alter policy tenant_isolation on item with check (true) | a row can be inserted for another tenant; \
            a row can be inserted without a tenant; a row can be moved to another tenant
            alter policy tenant_isolation on item using (TENANT or app_current() = '') | \
            rows are visible without a tenant; an update reaches rows without a tenant; \
            a delete reaches rows without a tenant
            create policy more on item for select using (true) | rows are visible without a tenant; \
            rows are visible for another tenant
            create policy more on item for update using (true) | an update reaches rows without a tenant; \
            an update reaches rows for another tenant; a row can be moved to another tenant
            create policy more on item for delete using (true) | a delete reaches rows without a tenant; \
            a delete reaches rows for another tenant
            create policy more on item for insert with check (true) | a row can be inserted for another tenant; \
            a row can be inserted without a tenant
            create policy more on item for update using (TENANT) with check (true) | \
            a row can be moved to another tenant
            """)
    void each_kind_of_hole_is_refuted(String hole, String reasons) {
        database.sql(
                Role.SUPERUSER,
                "create function app_current() returns text language sql stable"
                        + " as $$ select coalesce(current_setting('app.current_tenant', true), '') $$",
                "drop policy tenant_floor on item",
                hole.replace("TENANT", IS_TENANT));
        for (String rows : List.of("select", "truncate item cascade")) {
            database.sql(Role.SUPERUSER, rows);
            ProbeResult item = probe().results().get(0);
            assertThat(item.outcome()).isEqualTo(ProbeOutcome.REFUTED);
            assertThat(item.reasons()).contains(reasons.split("; "));
            if (!hole.contains("owner")) {
                assertThat(item.reasons()).containsExactlyInAnyOrder(reasons.split("; "));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create policy r on item for select using (TENANT); create policy w on item for insert with check (TENANT);"
                        + "create policy u on item for update using (TENANT); create policy d on item for delete using"
                        + " (TENANT)",
                "create policy r on item using (tenant_id = (select " + TENANT + "))",
                "create policy r on item for select using (TENANT); create policy w on item for insert with check (TENANT)",
                "create function mine() returns uuid stable language plpgsql cost 100000 as $$ begin return " + TENANT
                        + "; end $$; create policy r on item using (tenant_id = mine())",
                "create policy r on item using (exists (select 1 from generate_series(1, 10000) g"
                        + " where TENANT and g > 0))",
                "create policy r on item using (TENANT); create policy s on item to system using (true)",
            })
    void policies_of_another_make_are_proved(String policies) {
        database.sql(
                Role.OWNER,
                "drop policy tenant_floor on item; drop policy tenant_isolation on item",
                policies.replace("TENANT", IS_TENANT));
        assertThat(probe().results().get(0).toString()).isEqualTo("public.item: proved");
    }

    @ParameterizedTest
    @CsvSource({"text", "bigint", "integer", "varchar"})
    void tenants_of_all_types_are_made_up(String type) {
        database.empty();
        Factories factories =
                factories().with(TenantRlsSettings.COLUMN_TYPE, type).createSchema();
        try (SessionFactory factory = factories.open()) {
            assertThat(RlsVerifier.of(factory).probe().isProved()).isTrue();
        }
    }

    @Test
    void a_role_that_may_only_read_proves_nothing() {
        database.sql(Role.OWNER, "revoke insert, update, delete on item from app");
        assertThat(probe().results().get(0))
                .isEqualTo(new ProbeResult(
                        "public.item",
                        ProbeOutcome.NOT_PROVABLE,
                        List.of("the role may not insert into public.item, so no row can be built")));
        database.sql(
                Role.SUPERUSER, "drop policy tenant_floor on item; alter policy tenant_isolation on item using (true)");
        assertThat(probe().results().get(0).reasons()).contains("rows are visible for another tenant");
        assertThat(probe().results().get(0).outcome()).isEqualTo(ProbeOutcome.REFUTED);
    }

    @Test
    void what_a_missing_privilege_refuses_is_not_taken_for_a_policy() {
        database.sql(
                Role.SUPERUSER,
                "drop policy tenant_floor on item",
                "alter policy tenant_isolation on item with check (true)",
                "create function refuse() returns trigger language plpgsql as $$ begin if new.tenant_id <> " + TENANT
                        + " then raise exception 'mine' using errcode = '42501'; end if; return new; end $$",
                "create trigger refuse before insert or update on item for each row execute function refuse()");
        ProbeResult item = probe().results().get(0);
        assertThat(item.reasons())
                .contains(
                        "inserting for another tenant was refused, but by no policy: mine (SQLSTATE 42501)",
                        "moving to another tenant was refused, but by no policy: mine (SQLSTATE 42501)");
    }

    @Test
    void a_trigger_that_keeps_rows_with_their_tenant_is_no_hole() {
        database.sql(
                Role.SUPERUSER,
                "drop policy tenant_floor on item",
                "create function keep() returns trigger language plpgsql as $$ begin new.tenant_id := " + TENANT
                        + "; return new; end $$",
                "create trigger keep before insert or update on item for each row execute function keep()");
        assertThat(probe().results().get(0).toString()).isEqualTo("public.item: proved");
    }

    @Test
    void a_table_that_is_missing_or_none_or_without_tenant_is_not_provable() {
        database.sql(Role.OWNER, "drop table item_tags");
        assertThat(probe().results().get(1).toString())
                .isEqualTo("item_tags: not provable, because there is no such table for the runtime role");
        database.sql(Role.OWNER, "create view item_tags as select * from item");
        assertThat(probe().results().get(1).reasons())
                .containsExactly("it is no table, and only tables can have row-level security of their own");
        database.sql(Role.OWNER, "drop view item_tags", "create table item_tags (item_id bigint)");
        assertThat(probe().results().get(1).reasons())
                .containsExactly("it has no column tenant_id, so no row in it belongs to a tenant");
    }
}
