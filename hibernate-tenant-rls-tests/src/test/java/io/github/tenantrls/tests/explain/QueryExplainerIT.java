// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.explain.ExplainOptions;
import io.github.tenantrls.explain.Explanation;
import io.github.tenantrls.explain.HqlStatements;
import io.github.tenantrls.explain.IndexUse;
import io.github.tenantrls.explain.QueryExplainer;
import io.github.tenantrls.explain.TableVerdict;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies do to plans, on 150,000 rows of three tenants and of nobody's. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class QueryExplainerIT {

    private static final System.Logger LOG = System.getLogger("plans");

    private static final IsolationConfig CONFIG = IsolationConfig.of(
            Map.of("tables.scoped", "public.note, public.author, public.tag, public.small", "system_role", "system"),
            "tenant-rls.properties");

    private static final String PREFIX = "select id, title from note where title like 'abcd%'";

    private final Database database;

    QueryExplainerIT(Database database) {
        this.database = database;
    }

    @BeforeAll
    void rows() {
        ExplainedRows.create(database);
    }

    @AfterEach
    void as_before() {
        database.sql(
                Role.SUPERUSER,
                "alter function pg_catalog.textlike(text, text) not leakproof",
                "drop index if exists advised",
                "alter table note drop column if exists title_lower",
                "create index if not exists note_tenant on note (tenant_id)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select * from note where code = 'c77' | note_code
            select * from note where code in ('c77', 'c78', 'c79') | note_code
            select * from note where code = 'c77' for update | note_code
            select * from note where made between '2003-01-03' and '2003-01-04' | note_made
            select * from public.note as n where n.code = 'c77' -- not like ';' | note_code
            update note set body = 'like ''x''' where code = 'c77' | note_code
            delete from public.note where note.code = 'c77' | note_code
            """)
    void a_leakproof_condition_keeps_its_index(String sql, String index) {
        TableVerdict verdict = verdict(sql);
        assertThat(verdict.use()).as("%s", verdict).isEqualTo(IndexUse.KEPT);
        assertThat(verdict.message()).contains(index);
        assertThat(verdict.advice()).isEmpty();
        assertThat(verdict.table()).isEqualTo("public.note");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select * from note where title like 'abcd%' | ~~ (textlike(text,text)) | title (note_title)
            select * from note where amount between 70 and 72 | >= (numeric_ge(numeric,numeric)) | amount (note_amount)
            select * from note where lower(title) = 'x' | lower(text) | lower((title)::text) (note_lower)
            select * from note where to_tsvector('english', body) @@ to_tsquery('english', 'word77') \
            | @@ (ts_match_vq(tsvector,tsquery)) | to_tsvector('english'::regconfig, (body)::text) (note_words)
            select * from note where code = 'c77' or title like 'abcd%' | ~~ (textlike(text,text)) | (note_
            """)
    void a_condition_that_is_not_leakproof_loses_it(String sql, String culprit, String index) {
        TableVerdict verdict = verdict(sql);
        assertThat(verdict.use()).as("%s", verdict).isEqualTo(IndexUse.TENANT_ONLY);
        assertThat(verdict.culprits()).contains(culprit);
        assertThat(verdict.message()).contains(culprit, index, "not leakproof");
        assertThat(verdict.isLoss()).isTrue();
    }

    @Test
    void the_advised_index_lets_the_rows_of_the_tenant_alone_be_read() {
        database.sql(Role.SUPERUSER, "drop index note_tenant");
        TableVerdict lost = verdictOfFewRows();
        assertThat(lost.use()).as("%s", lost).isEqualTo(IndexUse.LOST);
        assertThat(lost.message()).contains("the rows of all tenants are read");
        String advised = lost.advice().stream()
                .filter(advice -> advice.contains("create index on"))
                .findFirst()
                .orElseThrow();
        assertThat(advised).endsWith("create index on \"public\".\"note\" (\"tenant_id\", title)");
        database.sql(
                Role.SUPERUSER, advised.substring(advised.indexOf("create")).replace("index on", "index advised on"));
        TableVerdict mended = verdictOfFewRows();
        assertThat(mended.use()).as("%s", mended).isEqualTo(IndexUse.TENANT_ONLY);
        assertThat(mended.message()).contains("advised serves instead");
    }

    @Test
    void a_prefix_in_other_words_keeps_its_index() {
        assumePrefixesHaveIndexes();
        TableVerdict verdict = verdict("select * from note where starts_with(title, 'abcd')");
        assertThat(verdict.use()).as("%s", verdict).isEqualTo(IndexUse.KEPT);
        assertThat(verdict.message()).contains("note_title");
    }

    private void assumePrefixesHaveIndexes() {
        String version = database.value(Role.SUPERUSER, "select current_setting('server_version_num')");
        assumeThat(Integer.parseInt(String.valueOf(version))).isGreaterThanOrEqualTo(150_000);
    }

    @Test
    void a_function_that_is_declared_leakproof_brings_the_index_back() {
        assertThat(verdict(PREFIX).advice())
                .anyMatch(advice -> advice.endsWith("alter function textlike(text,text) leakproof"));
        database.sql(Role.SUPERUSER, "alter function textlike(text,text) leakproof");
        assertThat(verdict(PREFIX).use()).isEqualTo(IndexUse.KEPT);
    }

    @Test
    void a_column_of_its_own_is_advised_for_an_expression_and_brings_the_index_back() {
        assertThat(verdict("select id from note where lower(title) = 'x'").advice())
                .anyMatch(advice -> advice.contains("generated always as (lower((title)::text)) stored"));
        database.sql(
                Role.SUPERUSER,
                "alter table note add column title_lower text generated always as (lower((title)::text)) stored",
                "create index advised on note (title_lower)",
                "analyze note");
        TableVerdict mended = verdict("select id from note where title_lower = 'x'");
        assertThat(mended.use()).isEqualTo(IndexUse.KEPT);
        assertThat(mended.message()).contains("advised");
    }

    @Test
    void three_tables_have_a_verdict_each() {
        Explanation explanation = explain(
                "select n.title, a.name, t.word from note n join author a on a.id = n.author join tag t"
                        + " on t.note = n.id where n.code = 'c76' and t.word like 'w%'",
                ExplainOptions.DEFAULT);
        assertThat(explanation.tables())
                .extracting(TableVerdict::table)
                .containsExactlyInAnyOrder("public.note", "public.author", "public.tag");
        assertThat(explanation.tables()).as("%s", explanation).allMatch(verdict -> verdict.use() == IndexUse.KEPT);
        assertThat(explanation.isKept()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid \
            or current_setting('app.bypass', true) = 'on' | OR
            tenant_id::text = current_setting('app.current_tenant', true) | tenant_id)::text
            """)
    void a_policy_with_or_or_a_cast_is_named(String policy, String named) {
        database.sql(
                Role.SUPERUSER,
                "insert into tag select n, 'rare', '" + ExplainedRows.RARE + "' from generate_series(1, 20) n",
                "analyze tag",
                "alter policy tenant_isolation on tag using (" + policy + ")");
        try {
            TableVerdict verdict = explainer()
                    .explain("select * from tag", ExplainedRows.RARE.toString(), ExplainOptions.DEFAULT)
                    .tables()
                    .get(0);
            assertThat(verdict.use()).as("%s", verdict).isEqualTo(IndexUse.POLICY_SHAPE);
            assertThat(verdict.culprits())
                    .singleElement()
                    .asString()
                    .startsWith("policy tenant_isolation: ")
                    .contains(named);
            assertThat(verdict.advice()).singleElement().asString().contains("RLS021");
        } finally {
            database.sql(
                    Role.SUPERUSER,
                    "alter policy tenant_isolation on tag using (tenant_id = nullif(current_setting('app.current_tenant',"
                            + " true), '')::uuid)",
                    "delete from tag where word = 'rare'");
        }
    }

    @Test
    void a_small_table_is_read_from_end_to_end_either_way() {
        database.sql(
                Role.SUPERUSER,
                "create table small (id int, tenant_id uuid)",
                "insert into small select n from generate_series(1, 9) n",
                "create index on small (tenant_id)",
                "analyze small",
                "alter table small enable row level security",
                "create policy p on small using (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid)",
                "grant select on small to app");
        assertThat(verdict("select * from small").use()).isEqualTo(IndexUse.NONE);
        assertThat(verdict("select * from small").isLoss()).isFalse();
    }

    @Test
    void parameters_have_values_or_a_plan_for_all() {
        for (String sql : List.of(
                "select * from note where code = ?",
                "select * from note where code = $1",
                "select * from note where code = :code")) {
            assertThat(verdict(sql).use()).isEqualTo(IndexUse.KEPT);
        }
        Explanation explanation = explain(
                "select * from note where title like :begin and amount > :least",
                new ExplainOptions(true, Map.of("begin", "abcd%", "least", "5")));
        assertThat(explanation.tables().get(0).use()).isEqualTo(IndexUse.TENANT_ONLY);
        assertThat(explanation.withPolicies()).contains("actual time", "'abcd%'");
        assertThat(explanation.withoutPolicies()).contains("actual time", "note_title");
        assertThatThrownBy(() -> explain(
                        "select * from note where code = ? and id = ?", new ExplainOptions(false, Map.of("1", "x"))))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("give all of them values, or none");
    }

    @Test
    void hql_is_explained_by_its_sql() {
        try (SessionFactory factory = Factories.on(database, Note.class)
                .with("hibernate.tenant_rls.verification", "off")
                .open()) {
            String sql = HqlStatements.sql(
                    factory, "select n.title from Note n where n.code = :code and n.title like :title");
            assertThat(sql).startsWith("select").contains(" from note ", "?");
            assertThat(verdict(sql).use()).isEqualTo(IndexUse.KEPT);
            assertThatThrownBy(() -> HqlStatements.sql(factory, "from Nothing"))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("cannot be translated");
            assertThatThrownBy(() -> HqlStatements.sql(factory, "delete from Note"))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("that reads");
        }
    }

    @Test
    void the_page_shows_what_is_said() throws IOException {
        assumePrefixesHaveIndexes();
        DataSource app = database.dataSource(Role.APP);
        DataSource exempt = database.dataSource(Role.SUPERUSER);
        String tenant = Tenants.A.toString();
        IsolationConfig config = CONFIG;
        // tag::explain[]
        QueryExplainer explainer = QueryExplainer.of(app, exempt, config.scoped(), config.settings());
        Explanation explanation = explainer.explain(
                "select id, title from note where title like 'abcd%'", tenant, ExplainOptions.DEFAULT);
        if (!explanation.isKept()) {
            LOG.log(Level.WARNING, explanation.toString());
        }
        // end::explain[]
        Matcher shown = Pattern.compile("(?s)<!-- explanation -->\\R```text\\R(.*?)\\R```\\R")
                .matcher(Files.readString(root().resolve("docs/explain.md")));
        assertThat(shown.find()).isTrue();
        assertThat(verdicts(shown.group(1))).isEqualTo(verdicts(explanation.toString()));
    }

    /** Without the plans, whose costs are never the same. */
    private static String verdicts(String explanation) {
        return explanation.substring(0, explanation.indexOf("\n\nwith policies\n"));
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/explain.md"))) {
            directory = Objects.requireNonNull(directory.getParent());
        }
        return directory;
    }

    @Test
    void nothing_is_changed_and_nobody_else_is_seen() {
        String before = database.value(Role.SUPERUSER, "select count(*) from note");
        explain("delete from note", ExplainOptions.DEFAULT);
        explain("update note set code = 'x'", ExplainOptions.DEFAULT);
        assertThat(database.value(Role.SUPERUSER, "select count(*) from note where code <> 'x'"))
                .isEqualTo(before);
        assertThat(explain("select count(*) from note", new ExplainOptions(true, Map.of()))
                        .withPolicies())
                .containsPattern("actual time=\\S+ rows=37500(\\.00)? ");
    }

    @Test
    void what_cannot_be_explained_is_refused() {
        ExplainOptions run = new ExplainOptions(true, Map.of());
        assertThatThrownBy(() -> explain("select 1; delete from note", ExplainOptions.DEFAULT))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("more than one statement");
        assertThatThrownBy(() -> explain("delete from note", run))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("is not run to be explained");
        assertThatThrownBy(() -> explain("with d as (delete from note returning *) select * from d", run))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("read-only transaction");
        assertThatThrownBy(() -> explain("selct", ExplainOptions.DEFAULT))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("syntax error");
        assertThatThrownBy(() -> explain("  ", ExplainOptions.DEFAULT))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("no statement");
        assertThatThrownBy(() -> explainer(Role.APP).explain(PREFIX, Tenants.A.toString(), ExplainOptions.DEFAULT))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("Policies apply to the role app on public.note");
    }

    @Test
    void the_role_of_the_system_shows_the_plan_without_policies_too() {
        database.sql(Role.SUPERUSER, "create policy tenant_system on note to system using (true) with check (true)");
        try {
            TableVerdict verdict = explainer(Role.SYSTEM)
                    .explain(PREFIX, Tenants.A.toString(), ExplainOptions.DEFAULT)
                    .tables()
                    .get(0);
            assertThat(verdict.use()).isEqualTo(IndexUse.TENANT_ONLY);
        } finally {
            database.sql(Role.SUPERUSER, "drop policy tenant_system on note");
        }
    }

    private TableVerdict verdictOfFewRows() {
        return explainer()
                .explain(PREFIX, ExplainedRows.RARE.toString(), ExplainOptions.DEFAULT)
                .tables()
                .get(0);
    }

    private TableVerdict verdict(String sql) {
        Explanation explanation = explain(sql, ExplainOptions.DEFAULT);
        assertThat(explanation.tables()).as("%s", explanation).hasSize(1);
        return explanation.tables().get(0);
    }

    private Explanation explain(String sql, ExplainOptions options) {
        return explainer().explain(sql, Tenants.A.toString(), options);
    }

    private QueryExplainer explainer() {
        return explainer(Role.SUPERUSER);
    }

    private QueryExplainer explainer(Role exempt) {
        return QueryExplainer.of(
                database.dataSource(Role.APP), database.dataSource(exempt), CONFIG.scoped(), CONFIG.settings());
    }
}
