// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report in one sentence. */
final class Summary {

    private Summary() {}

    /** How much was found and where, seen by whom and on what. */
    static String of(VerificationReport report) {
        return counts(report) + " in " + count(report.tables().size(), "tenant-scoped table")
                + " of " + Visible.text(report.unit()) + ", seen as role "
                + Visible.text(report.role()) + " on PostgreSQL " + Visible.text(report.serverVersion()) + ", by "
                + count(rules(report), "rule") + " in "
                + report.duration().toMillis() + " ms";
    }

    /** For example {@code 3 findings (1 critical, 2 medium) and 1 accepted}. */
    static String counts(VerificationReport report) {
        String bySeverity = Arrays.stream(Severity.values())
                .map(severity -> bySeverity(report, severity))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        int accepted = report.accepted().size();
        return count(report.findings().size(), "finding")
                + (bySeverity.isEmpty() ? "" : " (" + bySeverity + ")")
                + (accepted == 0 ? "" : " and " + accepted + " accepted");
    }

    /** How many rules there were; what the probe found is not found by one. */
    static int rules(VerificationReport report) {
        return (int) report.rules().stream()
                .filter(rule -> !rule.id().equals(ProbeFinding.ID))
                .count();
    }

    /** The severity as people and files write it. */
    static String name(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String bySeverity(VerificationReport report, Severity severity) {
        long found = report.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
        return found == 0 ? "" : found + " " + name(severity);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
