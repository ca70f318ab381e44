// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Renders {@link ReportFormat#JUNIT}, as far as the readers of such files agree on what is in them.
 *
 * <p>A test case for each rule, found or not, so that it has the same name in each build; one that found what is
 * accepted and nothing else is skipped.
 */
final class JunitReport {

    private final VerificationReport report;
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private JunitReport(VerificationReport report) {
        this.report = report;
    }

    static String render(VerificationReport report) {
        return new JunitReport(report).render();
    }

    private String render() {
        String counts = " tests=\"" + report.rules().size() + "\" failures=\""
                + report.rules().stream().filter(rule -> !found(rule).isEmpty()).count() + "\" errors=\"0\" skipped=\""
                + report.rules().stream().filter(this::skipped).count() + "\" time=\"" + seconds() + "\"";
        xml.append("<testsuites").append(counts).append(">\n");
        xml.append("  <testsuite name=\"")
                .append(suite())
                .append('"')
                .append(counts)
                .append(">\n");
        report.rules().forEach(this::testCase);
        return xml.append("  </testsuite>\n</testsuites>\n").toString();
    }

    private void testCase(RuleInfo rule) {
        xml.append("    <testcase classname=\"").append(suite()).append("\" name=\"");
        xml.append(Xml.attribute(rule.id() + " " + rule.name())).append("\" time=\"0\"");
        if (!found(rule).isEmpty()) {
            xml.append(">\n").append(failure(found(rule))).append("    </testcase>\n");
        } else if (skipped(rule)) {
            xml.append(">\n      <skipped message=\"").append(accepted(rule)).append("\"/>\n    </testcase>\n");
        } else {
            xml.append("/>\n");
        }
    }

    private static String failure(List<Finding> findings) {
        String message = findings.size() == 1
                ? line(findings.get(0))
                : findings.size() + " findings, the worst: " + line(findings.get(0));
        String body = findings.stream()
                .map(finding ->
                        line(finding) + "\n" + (finding.mending().isEmpty() ? "" : finding.mendingScript() + "\n"))
                .collect(Collectors.joining("\n"));
        return "      <failure type=\"" + Summary.name(findings.get(0).severity()) + "\" message=\""
                + Xml.attribute(message) + "\">" + Xml.text(body) + "</failure>\n";
    }

    private String accepted(RuleInfo rule) {
        return Xml.attribute(report.accepted().stream()
                .filter(accepted -> RuleInfo.of(accepted.finding()).equals(rule))
                .map(AcceptedFinding::toString)
                .collect(Collectors.joining("\n")));
    }

    private List<Finding> found(RuleInfo rule) {
        return report.findings().stream()
                .filter(finding -> RuleInfo.of(finding).equals(rule))
                .toList();
    }

    private boolean skipped(RuleInfo rule) {
        return found(rule).isEmpty()
                && report.accepted().stream()
                        .anyMatch(accepted -> RuleInfo.of(accepted.finding()).equals(rule));
    }

    private String suite() {
        return Xml.attribute("tenant isolation of " + report.unit());
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.3f", report.duration().toNanos() / 1e9);
    }

    private static String line(Finding finding) {
        return finding.subject() + ": " + finding.message();
    }
}
