// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders {@link ReportFormat#JSON}. Fields are added in later versions, but none is removed or changes its meaning. */
final class JsonReport {

    /** Counts up if ever a field has to change its meaning. */
    private static final int FORMAT = 1;

    private JsonReport() {}

    static String render(VerificationReport report) {
        return Json.write(fields(
                "format",
                FORMAT,
                "unit",
                report.unit(),
                "clean",
                report.isClean(),
                "worst",
                report.worst().map(Summary::name).orElse(null),
                "role",
                report.role(),
                "runtimeRole",
                report.runtimeRole(),
                "serverVersion",
                report.serverVersion(),
                "at",
                report.at().toString(),
                "durationMillis",
                report.duration().toMillis(),
                "findings",
                report.findings().stream().map(JsonReport::finding).toList(),
                "accepted",
                report.accepted().stream().map(JsonReport::accepted).toList(),
                "obsolete",
                report.obsolete().stream().map(JsonReport::obsolete).toList(),
                "tables",
                report.tables(),
                "rules",
                report.rules().stream().map(JsonReport::rule).toList(),
                "probe",
                probe(report.probe())));
    }

    /** A map that keeps the order, from names and values in turn. */
    static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        return fields(
                "rule",
                finding.rule(),
                "name",
                finding.name(),
                "severity",
                Summary.name(finding.severity()),
                "subject",
                finding.subject(),
                "message",
                finding.message(),
                "mending",
                finding.mending());
    }

    private static Map<String, @Nullable Object> accepted(AcceptedFinding accepted) {
        Map<String, @Nullable Object> fields = finding(accepted.finding());
        fields.put("reason", accepted.reason());
        fields.put("until", accepted.until() == null ? null : accepted.until().toString());
        return fields;
    }

    private static Map<String, @Nullable Object> obsolete(Baseline.Entry entry) {
        return fields(
                "rule", entry.rule(),
                "subject", entry.subject(),
                "until", entry.until().toString(),
                "reason", entry.reason());
    }

    private static @Nullable Map<String, @Nullable Object> probe(@Nullable ProbeReport probe) {
        return probe == null
                ? null
                : fields(
                        "proved",
                        probe.isProved(),
                        "role",
                        probe.role(),
                        "durationMillis",
                        probe.duration().toMillis(),
                        "results",
                        probe.results().stream().map(JsonReport::result).toList());
    }

    private static Map<String, @Nullable Object> result(ProbeResult result) {
        return fields("table", result.table(), "outcome", result.word(), "reasons", result.reasons());
    }

    private static Map<String, @Nullable Object> rule(RuleInfo rule) {
        return fields("id", rule.id(), "name", rule.name());
    }
}
