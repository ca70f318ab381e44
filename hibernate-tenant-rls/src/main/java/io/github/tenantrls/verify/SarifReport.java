// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.verify.JsonReport.fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders {@link ReportFormat#SARIF}: OASIS Standard, Static Analysis Results Interchange Format 2.1.0. */
final class SarifReport {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private final VerificationReport report;

    private SarifReport(VerificationReport report) {
        this.report = report;
    }

    static String render(VerificationReport report) {
        return Json.write(
                fields("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(new SarifReport(report).run())));
    }

    private Map<String, @Nullable Object> run() {
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        report.findings().forEach(finding -> results.add(result(finding)));
        report.accepted().forEach(accepted -> results.add(suppressed(accepted)));
        return fields(
                "tool", fields("driver", fields("name", "hibernate-tenant-rls", "rules", rules())),
                "invocations", List.of(fields("executionSuccessful", true)),
                "results", results,
                "properties",
                        fields(
                                "persistenceUnit", report.unit(),
                                "role", report.role(),
                                "serverVersion", report.serverVersion(),
                                "tables", report.tables()));
    }

    private List<Map<String, @Nullable Object>> rules() {
        return report.rules().stream()
                .map(rule -> fields("id", rule.id(), "name", rule.name()))
                .toList();
    }

    private Map<String, @Nullable Object> result(Finding finding) {
        return fields(
                "ruleId", finding.rule(),
                "ruleIndex", report.rules().indexOf(RuleInfo.of(finding)),
                "level", level(finding.severity()),
                "message", fields("text", message(finding)),
                "locations", List.of(fields("logicalLocations", List.of(location(finding)))),
                "partialFingerprints", fields("ruleAndSubject/v1", finding.rule() + ":" + finding.subject()),
                "properties",
                        fields(
                                "severity", Summary.name(finding.severity()),
                                "mending", finding.mending()));
    }

    private Map<String, @Nullable Object> suppressed(AcceptedFinding accepted) {
        Map<String, @Nullable Object> result = result(accepted.finding());
        String until = accepted.until() == null ? "" : " (until " + accepted.until() + ")";
        result.put(
                "suppressions",
                List.of(fields("kind", "external", "status", "accepted", "justification", accepted.reason() + until)));
        return result;
    }

    private static Map<String, @Nullable Object> location(Finding finding) {
        return fields("fullyQualifiedName", finding.subject());
    }

    /** Viewers show the message and not the properties, so the SQL is in it. Braces are placeholders to them. */
    private static String message(Finding finding) {
        String sql = finding.mending().isEmpty() ? "" : "\nTo mend it:\n" + finding.mendingScript();
        return (finding.subject() + ": " + finding.message() + sql)
                .replace("{", "{{")
                .replace("}", "}}");
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
        };
    }
}
