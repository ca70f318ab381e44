// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        suites();
        return xml.append("</testsuites>\n").toString();
    }

    private void suites() {
        long failures = rules().filter(rule -> !found(rule).isEmpty()).count();
        long skipped = rules().filter(this::skipped).count();
        List<ProbeResult> tried =
                report.probe() == null ? List.of() : report.probe().results();
        long refuted = tried.stream().filter(this::isFailure).count();
        long untried = tried.stream().filter(this::isSkipped).count();
        xml.append("<testsuites")
                .append(counts(
                        rules().count() + tried.size(), failures + refuted, skipped + untried, report.duration()))
                .append(">\n");
        suite(
                suite(),
                counts(rules().count(), failures, skipped, report.duration()),
                () -> rules().forEach(this::testCase));
        if (report.probe() != null) {
            String counts =
                    counts(tried.size(), refuted, untried, report.probe().duration());
            suite(probeSuite(), counts, () -> tried.forEach(this::testCase));
        }
    }

    private void suite(String name, String counts, Runnable cases) {
        xml.append("  <testsuite name=\"")
                .append(name)
                .append('"')
                .append(counts)
                .append(">\n");
        cases.run();
        xml.append("  </testsuite>\n");
    }

    private static String counts(long tests, long failures, long skipped, Duration duration) {
        return " tests=\"" + tests + "\" failures=\"" + failures + "\" errors=\"0\" skipped=\"" + skipped + "\" time=\""
                + String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9) + "\"";
    }

    /** Tables that the probe refuted have test cases of their own. */
    private Stream<RuleInfo> rules() {
        return report.rules().stream().filter(rule -> !rule.id().equals(ProbeFinding.ID));
    }

    private void testCase(ProbeResult result) {
        xml.append("    <testcase classname=\"").append(probeSuite()).append("\" name=\"");
        xml.append(Xml.attribute(result.table())).append("\" time=\"0\"");
        if (isFailure(result)) {
            xml.append(">\n").append(failure(List.of(ProbeFinding.of(result)))).append("    </testcase>\n");
        } else if (isSkipped(result)) {
            xml.append(">\n      <skipped message=\"")
                    .append(Xml.attribute(result.toString()))
                    .append("\"/>\n    </testcase>\n");
        } else {
            xml.append("/>\n");
        }
    }

    private boolean isFailure(ProbeResult result) {
        return report.findings().stream()
                .anyMatch(finding -> finding.rule().equals(ProbeFinding.ID)
                        && finding.subject().equals(result.table()));
    }

    private boolean isSkipped(ProbeResult result) {
        return result.outcome() != ProbeOutcome.PROVED && !isFailure(result);
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

    private String probeSuite() {
        return Xml.attribute("probe of " + report.unit());
    }

    private static String line(Finding finding) {
        return finding.subject() + ": " + finding.message();
    }
}
