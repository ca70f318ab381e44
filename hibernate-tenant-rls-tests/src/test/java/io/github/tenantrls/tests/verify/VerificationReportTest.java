// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static io.github.tenantrls.tests.verify.SampleReports.finding;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.VerificationThreshold;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RuleInfo;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a report can be asked. */
class VerificationReportTest {

    @Test
    void findings_are_to_be_had_by_table_by_rule_and_by_severity() {
        VerificationReport report = SampleReports.typical();
        assertThat(report.isClean()).isFalse();
        assertThat(report.worst()).contains(Severity.CRITICAL);
        assertThat(report.findingsByTable()).containsOnlyKeys("public.project", "public.project_tags");
        assertThat(report.otherFindings()).extracting(Finding::subject).containsExactly("app");
        assertThat(report.findingsByRule()).containsOnlyKeys("RLS002", "RLS003", "RLS006");
        assertThat(report.findingsFrom(Severity.CRITICAL)).hasSize(2);
        assertThat(report.findingsFrom(Severity.HIGH)).hasSize(3);
    }

    @Test
    void a_clean_report_has_no_worst_finding() {
        assertThat(SampleReports.clean().isClean()).isTrue();
        assertThat(SampleReports.clean().worst()).isEmpty();
    }

    @Test
    void what_is_found_about_a_column_belongs_to_its_table_though_names_have_dots() {
        Finding ofColumn = finding(Severity.LOW, "public.a.b.tenant_id");
        Finding ofOther = finding(Severity.LOW, "public.ab");
        VerificationReport report =
                SampleReports.report(List.of(ofColumn, ofOther), List.of(), List.of("public.a", "public.a.b"));
        assertThat(report.findingsByTable()).containsOnlyKeys("public.a.b");
        assertThat(report.findingsByTable().get("public.a.b")).containsExactly(ofColumn);
        assertThat(report.otherFindings()).containsExactly(ofOther);
    }

    @Test
    void the_rule_of_a_finding_is_a_rule_of_the_report() {
        VerificationReport report = SampleReports.report(List.of(finding(Severity.LOW, "x")), List.of(), List.of());
        assertThat(report.rules()).hasSize(5).last().isEqualTo(new RuleInfo("RLS999", "for-tests"));
    }

    @Test
    void thresholds_are_named_as_severities_are() {
        assertThat(Arrays.stream(VerificationThreshold.values()).map(Enum::name))
                .containsExactlyElementsOf(
                        Arrays.stream(Severity.values()).map(Enum::name).toList());
    }

    @Test
    void a_finding_is_one_line_whatever_it_is_about() {
        assertThat(finding(Severity.LOW, "a\nb\u001b").toString())
                .isEqualTo("RLS999 for-tests (low) a\\u000ab\\u001b: about a\\u000ab\\u001b");
    }

    @Test
    void a_finding_for_a_log_has_its_sql_in_the_same_line_if_there_is_some() {
        Finding finding = new Finding("RLS999", "for-tests", Severity.LOW, "a", "b", List.of("one", "two \n three"));
        assertThat(finding.toLogLine()).isEqualTo("RLS999 for-tests (low) a: b; to mend it: one; two \\u000a three;");
        assertThat(finding.mendingScript()).isEqualTo("begin;\none;\ntwo \n three;\ncommit;");
        Finding unmendable = new Finding("RLS999", "for-tests", Severity.LOW, "a", "b", List.of());
        assertThat(unmendable.toLogLine()).isEqualTo("RLS999 for-tests (low) a: b");
    }
}
