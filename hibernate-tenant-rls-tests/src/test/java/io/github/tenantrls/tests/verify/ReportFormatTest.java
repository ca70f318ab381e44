// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static io.github.tenantrls.tests.verify.SampleReports.HOSTILE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.ReportFormat;
import io.github.tenantrls.verify.VerificationReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Each format is what its readers expect, whatever the names in the database are. */
class ReportFormatTest {

    static Stream<VerificationReport> reports() {
        return Stream.of(
                SampleReports.typical(), SampleReports.clean(), SampleReports.hostile(), SampleReports.large(24));
    }

    @ParameterizedTest
    @EnumSource
    void a_format_ends_with_one_line_break(ReportFormat format) {
        assertThat(SampleReports.typical().render(format)).endsWith("\n").doesNotEndWith("\n\n");
        assertThat(format.render(SampleReports.typical()))
                .isEqualTo(SampleReports.typical().render(format));
    }

    @Test
    void text_is_grouped_by_table_with_the_worst_first_and_the_sql_below() {
        assertThat(SampleReports.typical().render(ReportFormat.TEXT)).isEqualTo("""
                3 findings (2 critical, 1 high) and 1 accepted in 3 tenant-scoped tables of orders, seen as role app on PostgreSQL 18.6, by 4 rules in 4 ms

                public.project
                  CRITICAL RLS002 policies-without-rls: there are policies but row-level security is off, so every \
                tenant reads and changes the rows of all
                    alter table "public"."project" enable row level security;

                app
                  CRITICAL RLS006 bypassrls: the runtime role has BYPASSRLS, so no policy applies to it
                    alter role "app" nobypassrls;

                public.project_tags
                  HIGH RLS003 owner-exempt: row-level security is not forced, so the policies do not apply to the owner
                    alter table "public"."project_tags" force row level security;

                accepted
                  RLS003 owner-exempt (high) public.task: row-level security is not forced, so the policies do not \
                apply to the owner (accepted until 2027-01-31: ticket 123)
                """);
    }

    @Test
    void text_keeps_hostile_names_in_their_line_and_off_the_terminal() {
        VerificationReport report = SampleReports.hostile();
        List<String> prose = report.render(ReportFormat.TEXT)
                .replace(sql(report), "")
                .lines()
                .toList();
        assertThat(prose).hasSize(13);
        assertThat(prose).noneMatch(line -> line.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x202e));
        assertThat(prose.get(2))
                .contains("</x>", "\\u000a\\u000d\\u0009\\u0000\\u0007\\u001b[31m", "\ud83d\udc7d\\ud800");
        assertThat(report.render(ReportFormat.TEXT)).contains("    " + sql(report) + "\n");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void json_is_valid_by_the_schema_that_the_documentation_has(VerificationReport report) throws IOException {
        String schema = Files.readString(root().resolve("docs/verification-report.schema.json"));
        assertThat(violations(schema, report.render(ReportFormat.JSON))).isEmpty();
    }

    @Test
    void the_schema_of_json_allows_nothing_else() throws IOException {
        String schema = Files.readString(root().resolve("docs/verification-report.schema.json"));
        String json = SampleReports.typical().render(ReportFormat.JSON);
        assertThat(violations(schema, json.replace("\"high\"", "\"worse\""))).isNotEmpty();
        assertThat(violations(schema, json.replace("\"subject\"", "\"about\""))).isNotEmpty();
    }

    @Test
    void json_holds_hostile_names_as_they_are() throws IOException {
        VerificationReport report = SampleReports.hostile();
        JsonNode json = parsed(report.render(ReportFormat.JSON));
        JsonNode finding = json.get("findings").get(0);
        assertThat(finding.get("subject").textValue()).isEqualTo(HOSTILE);
        assertThat(finding.get("mending").get(0).textValue() + ";").isEqualTo(sql(report));
        assertThat(json.get("unit").textValue()).isEqualTo(HOSTILE);
        assertThat(json.get("accepted").get(0).get("reason").textValue()).isEqualTo(HOSTILE);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void sarif_is_valid_by_the_schema_of_oasis(VerificationReport report) throws IOException {
        assertThat(violations(sarifSchema(), report.render(ReportFormat.SARIF))).isEmpty();
    }

    @Test
    void the_schema_of_sarif_is_really_applied() throws IOException {
        String sarif = SampleReports.typical().render(ReportFormat.SARIF);
        assertThat(violations(sarifSchema(), sarif.replace("\"error\"", "\"worse\"")))
                .isNotEmpty();
        assertThat(violations(sarifSchema(), sarif.replace("\"driver\"", "\"engine\"")))
                .isNotEmpty();
    }

    @Test
    void sarif_has_a_result_for_each_finding_and_suppresses_what_is_accepted() throws IOException {
        JsonNode run = parsed(SampleReports.typical().render(ReportFormat.SARIF))
                .get("runs")
                .get(0);
        JsonNode results = run.get("results");
        assertThat(results).hasSize(4);
        assertThat(results.findValuesAsText("ruleId")).containsExactly("RLS002", "RLS006", "RLS003", "RLS003");
        assertThat(results.findValuesAsText("fullyQualifiedName"))
                .containsExactly("public.project", "app", "public.project_tags", "public.task");
        assertThat(results.findValuesAsText("level")).containsExactly("error", "error", "error", "error");
        assertThat(results.get(0).get("suppressions")).isNull();
        assertThat(results.get(3)
                        .get("suppressions")
                        .get(0)
                        .get("justification")
                        .textValue())
                .isEqualTo("ticket 123 (until 2027-01-31)");
        JsonNode rules = run.get("tool").get("driver").get("rules");
        for (JsonNode result : results) {
            assertThat(rules.get(result.get("ruleIndex").intValue()).get("id")).isEqualTo(result.get("ruleId"));
        }
    }

    @Test
    void sarif_holds_hostile_names_and_doubles_the_braces_of_messages() throws IOException {
        JsonNode result = parsed(SampleReports.hostile().render(ReportFormat.SARIF))
                .get("runs")
                .get(0)
                .get("results")
                .get(0);
        assertThat(result.get("locations").findValue("fullyQualifiedName").textValue())
                .isEqualTo(HOSTILE);
        assertThat(result.get("message").get("text").textValue())
                .startsWith(HOSTILE.replace("{0}", "{{0}}") + ": about ");
    }

    @Test
    void junit_has_a_case_for_each_rule_and_fails_those_that_found_something() throws Exception {
        Element suites = xml(SampleReports.typical().render(ReportFormat.JUNIT)).getDocumentElement();
        assertThat(suites.getTagName()).isEqualTo("testsuites");
        Element suite = (Element) suites.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).isEqualTo("tenant isolation of orders");
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("3");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(4);
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(3);
        Element failed = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(((Element) failed.getParentNode()).getAttribute("name")).isEqualTo("RLS002 policies-without-rls");
        assertThat(failed.getAttribute("type")).isEqualTo("critical");
        assertThat(failed.getAttribute("message")).startsWith("public.project: there are policies");
        assertThat(failed.getTextContent()).contains("alter table \"public\".\"project\" enable row level security;");
    }

    @Test
    void junit_skips_a_rule_that_found_only_what_is_accepted() throws Exception {
        VerificationReport report =
                SampleReports.report(List.of(), SampleReports.typical().accepted(), List.of("public.task"));
        Document xml = xml(report.render(ReportFormat.JUNIT));
        assertThat(xml.getElementsByTagName("failure").getLength()).isZero();
        Element skipped = (Element) xml.getElementsByTagName("skipped").item(0);
        assertThat(skipped.getAttribute("message")).contains("public.task", "ticket 123");
    }

    @Test
    void junit_holds_hostile_names_as_far_as_xml_can() throws Exception {
        Document xml = xml(SampleReports.hostile().render(ReportFormat.JUNIT));
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        String expected = HOSTILE.replace("\u0000", "\\u0000")
                .replace("\u0007", "\\u0007")
                .replace("\u001b", "\\u001b")
                .replace("\ud83d\udc7d\ud800\ufffe", "\ud83d\udc7d\\ud800\\ufffe");
        assertThat(failure.getAttribute("message")).isEqualTo(expected + ": about " + expected);
    }

    @Test
    void markdown_has_a_table_and_the_sql_in_blocks() {
        assertThat(SampleReports.typical().render(ReportFormat.MARKDOWN))
                .startsWith(
                        "# Tenant isolation of orders\n\n3 findings (2 critical, 1 high) and 1 accepted in 3 tenant-scoped tables")
                .contains("""
                        | severity | rule | about |
                        |---|---|---|
                        | critical | RLS002 policies-without-rls | public.project |
                        | critical | RLS006 bypassrls | app |
                        | high | RLS003 owner-exempt | public.project\\_tags |
                        """)
                .contains("""
                        ## public.project

                        **critical** RLS002 policies-without-rls: there are policies but row-level security is off, so \
                        every tenant reads and changes the rows of all

                        ```sql
                        alter table "public"."project" enable row level security;
                        ```
                        """)
                .contains("## Accepted\n\n- RLS003 owner-exempt (high) public.task: ");
    }

    @Test
    void markdown_shows_hostile_names_and_lets_them_end_nothing() {
        VerificationReport report = SampleReports.hostile();
        String markdown = report.render(ReportFormat.MARKDOWN);
        assertThat(markdown).contains("````sql\n" + sql(report) + "\n````\n");
        String prose = markdown.replace(sql(report), "");
        assertThat(prose).doesNotContain("</x>", "<script>", "@i").contains("&lt;/x&gt;", "\\`d\\`\\`\\`e\\\\f");
        assertThat(prose.lines().filter(line -> line.startsWith("| low")))
                .singleElement()
                .asString()
                .matches("\\|([^|\\\\]|\\\\.)*\\|([^|\\\\]|\\\\.)*\\|([^|\\\\]|\\\\.)*\\|");
    }

    @Test
    void each_format_has_what_the_probe_showed() throws Exception {
        VerificationReport report = SampleReports.large(24);
        String refuted = "rows are visible for another tenant";
        String untried = "public.task: not provable, because the role may not insert into public.task";
        assertThat(report.render(ReportFormat.TEXT))
                .contains(
                        "20 of 24 tenant-scoped tables of orders proved to isolate, 3 refuted, 1 not provable", untried)
                .contains("  CRITICAL PROBE crossed: an attempt to cross from tenant to tenant succeeded: " + refuted);
        assertThat(report.render(ReportFormat.MARKDOWN))
                .contains("## Probe", "- public.project: refuted, because " + refuted, "- " + untried);
        JsonNode probe = parsed(report.render(ReportFormat.JSON)).get("probe");
        assertThat(probe.get("proved").booleanValue()).isFalse();
        assertThat(probe.get("results")).hasSize(24);
        Element suite = (Element) xml(report.render(ReportFormat.JUNIT))
                .getElementsByTagName("testsuite")
                .item(1);
        assertThat(suite.getAttribute("name")).isEqualTo("probe of orders");
        assertThat(List.of("tests", "failures", "skipped").stream().map(suite::getAttribute))
                .containsExactly("24", "3", "1");
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(3);
        assertThat(report.render(ReportFormat.SARIF)).contains("\"ruleId\": \"PROBE\"");
    }

    private static String sql(VerificationReport report) {
        Finding finding = report.findings().get(0);
        return finding.mendingScript();
    }

    private static JsonNode parsed(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }

    private static Set<ValidationMessage> violations(String schema, String json) {
        JsonSchema read = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema, InputFormat.JSON);
        return read.validate(json, InputFormat.JSON);
    }

    private static String sarifSchema() throws IOException {
        try (InputStream schema =
                Objects.requireNonNull(ReportFormatTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/settings.md"))) {
            directory = Objects.requireNonNull(directory.getParent());
        }
        return directory;
    }
}
