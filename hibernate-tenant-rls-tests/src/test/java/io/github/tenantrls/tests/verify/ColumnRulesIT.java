// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about the tenant column finds its fault, nothing else does, and the SQL of the finding mends it. */
@ExtendWith(DatabaseExtension.class)
class ColumnRulesIT {

    private static final String TENANT = "nullif(current_setting('app.current_tenant', true), '')";

    private static final String NO_POLICIES =
            "drop policy tenant_isolation on memo; drop policy if exists tenant_floor on memo";

    private static final String POLICIES =
            "create policy mine on memo using (tenant_id = {}) with check (tenant_id = {})";

    private static final String TRIGGER_FUNCTION = "create function fill() returns trigger language plpgsql as"
            + " $$ begin new.tenant_id := " + TENANT + "; return new; end $$";

    private final RuleBench bench;

    ColumnRulesIT(Database database) {
        bench = new RuleBench(database, Memo.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop index memo_tenant_id_idx",
                "drop index memo_tenant_id_idx; create index on memo (id, tenant_id)",
                "drop index memo_tenant_id_idx; create index on memo (tenant_id) where id > 0",
                "drop index memo_tenant_id_idx; create index on memo using brin (tenant_id)"
            })
    void rls022_no_index_leads_with_the_tenant(String fault) {
        bench.correct().fault(fault).refusesStart("RLS022");
        Finding finding = bench.finds("RLS022", Severity.MEDIUM, "public.memo");
        assertThat(finding.message()).contains("no index leads with the tenant column tenant_id");
        bench.mends(finding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index on memo (tenant_id, id)",
                "create index on memo using hash (tenant_id)",
                "alter table memo drop constraint memo_pkey, add primary key (tenant_id, id)"
            })
    void rls022_any_index_that_serves_is_right(String index) {
        bench.correct().fault("drop index memo_tenant_id_idx", index).clean();
    }

    @Test
    void rls023_the_tenant_may_be_null() {
        bench.correct().fault("alter table memo alter tenant_id drop not null").refusesStart("RLS023");
        Finding finding = bench.finds("RLS023", Severity.MEDIUM, "public.memo");
        assertThat(finding.message()).contains("the tenant column tenant_id may be null");
        bench.mends(finding);
    }

    @Test
    void rls023_the_tenant_may_be_null_in_rows_that_were_there_before() {
        assumeTrue(bench.version() >= 180_000, "before PostgreSQL 18 every not-null constraint holds for all rows");
        bench.correct()
                .fault(
                        "alter table memo alter tenant_id drop not null",
                        "alter table memo add constraint filled not null tenant_id not valid")
                .refusesStart("RLS023");
        bench.mends(bench.finds("RLS023", Severity.MEDIUM, "public.memo"));
    }

    @Test
    void rls023_a_table_without_a_tenant_column_has_one_finding() {
        bench.correct().fault("alter table memo drop tenant_id cascade");
        bench.mends(bench.finds("RLS004", Severity.HIGH, "public.memo"));
    }

    @Test
    void rls024_a_tenant_column_of_text_for_tenants_that_are_uuids() {
        bench.with(TenantRlsSettings.RUNTIME_ROLE, null)
                .correct()
                .fault(
                        NO_POLICIES,
                        "alter table memo alter tenant_id drop default, alter tenant_id type text",
                        "alter table memo alter tenant_id set default " + TENANT,
                        POLICIES.replace("{}", TENANT))
                .refusesStart("RLS024");
        bench.as(Tenants.A, Sql.run("insert into memo (id) values (1)"));
        Finding finding = bench.finds("RLS024", Severity.HIGH, "public.memo");
        assertThat(finding.message()).contains("the tenant column tenant_id has the type text instead of uuid");
        bench.mends(finding);
        assertThat(bench.as(Tenants.A, Sql.values("select id from memo"))).containsExactly("1");
        assertThat(bench.as(Tenants.B, Sql.values("select id from memo"))).isEmpty();
    }

    @Test
    void rls024_a_tenant_column_of_uuid_for_tenants_that_are_texts() {
        bench.correct().with(TenantRlsSettings.COLUMN_TYPE, "text").refusesStart("RLS024");
        bench.mends(bench.finds("RLS024", Severity.HIGH, "public.memo"));
    }

    @ParameterizedTest
    @CsvSource({
        "uuid, tenant_uuid",
        "text, varchar(50)",
        "varchar, text",
        "varchar, tenant_text",
        "bigint, bigint",
        "integer, integer"
    })
    void rls024_texts_of_any_length_and_domains_are_right(String configured, String type) {
        String tenant = configured.equals("varchar") || configured.equals("text") ? TENANT : TENANT + "::" + configured;
        bench.with(TenantRlsSettings.COLUMN_TYPE, configured)
                .with(TenantRlsSettings.RUNTIME_ROLE, null)
                .correct()
                .fault(
                        "create domain inner_uuid as uuid; create domain tenant_uuid as inner_uuid;"
                                + " create domain tenant_text as text",
                        NO_POLICIES,
                        "alter table memo alter tenant_id drop default, alter tenant_id type " + type,
                        "alter table memo alter tenant_id set default " + tenant,
                        POLICIES.replace("{}", tenant))
                .clean();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table memo alter tenant_id drop default",
                "alter table memo alter tenant_id set default gen_random_uuid()",
                "alter table memo alter tenant_id set default 'bbbbbbbb-0000-4000-8000-00000000000b'"
            })
    void rls025_nothing_fills_the_tenant(String fault) {
        bench.correct().fault(fault).refusesStart("RLS025");
        assertThat(Sql.stateOf(bench, Tenants.A, "insert into memo (id) values (1)"))
                .isEqualTo("42501");
        Finding finding = bench.finds("RLS025", Severity.HIGH, "public.memo");
        assertThat(finding.message()).contains("nothing fills the tenant column tenant_id");
        bench.mends(finding);
        assertThat(bench.as(Tenants.A, Sql.run("insert into memo (id) values (1)")))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create function current_tenant() returns uuid stable language sql as 'select null::uuid';"
                        + " alter table memo alter tenant_id set default current_tenant()",
                "alter table memo alter tenant_id drop default; create trigger fill before insert on memo"
                        + " for each row execute function fill()"
            })
    void rls025_a_function_or_a_trigger_may_fill_it(String filled) {
        bench.correct().fault(TRIGGER_FUNCTION, filled).clean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "enable replica"})
    void rls037_a_trigger_for_the_tenant_that_does_not_fire(String fault) {
        bench.correct()
                .fault(
                        "alter table memo alter tenant_id drop default",
                        TRIGGER_FUNCTION,
                        "create trigger \"the filler\" before insert on memo for each row execute function fill()",
                        "alter table memo " + fault + " trigger \"the filler\"")
                .refusesStart("RLS037");
        assertThat(Sql.stateOf(bench, Tenants.A, "insert into memo (id) values (1)"))
                .isEqualTo("42501");
        Finding finding = bench.finds("RLS037", Severity.MEDIUM, "public.memo");
        assertThat(finding.message()).contains("the trigger the filler is about the tenant column tenant_id");
        bench.mends(finding);
    }

    @ParameterizedTest
    @CsvSource({"tenant_id, enable always", "text, disable"})
    void rls037_a_trigger_that_fires_or_is_about_something_else_is_right(String column, String state) {
        bench.correct()
                .fault(
                        "create function f() returns trigger language plpgsql as $$ begin new." + column
                                + " := null; return new; end $$",
                        "create trigger t before insert on memo for each row execute function f()",
                        "alter table memo " + state + " trigger t")
                .clean();
    }
}
