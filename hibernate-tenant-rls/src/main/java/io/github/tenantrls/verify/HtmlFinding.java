// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding in an HTML report. Immutable.
 *
 * @param id its anchor
 * @param about the table or other thing that it stands with
 * @param finding what was found
 * @param accepted why it does not count, or {@code null} if it does
 */
record HtmlFinding(
        String id, String about, Finding finding, @Nullable AcceptedFinding accepted) {

    /** All that was found, the worst first, then what is accepted. */
    static List<HtmlFinding> all(VerificationReport report) {
        List<HtmlFinding> all = new ArrayList<>();
        for (Finding finding : report.findings()) {
            all.add(new HtmlFinding("f" + (all.size() + 1), about(report, finding), finding, null));
        }
        for (AcceptedFinding accepted : report.accepted()) {
            Finding finding = accepted.finding();
            all.add(new HtmlFinding("f" + (all.size() + 1), about(report, finding), finding, accepted));
        }
        return all;
    }

    private static String about(VerificationReport report, Finding finding) {
        return report.tableOf(finding).orElse(finding.subject());
    }

    /** As the style sheet calls it: its severity, or that it is accepted. */
    String kind() {
        return accepted == null ? Summary.name(finding.severity()) : "accepted";
    }

    /** The kind with its sign, so that colours are not needed. */
    String label() {
        return sign(kind()) + " " + kind();
    }

    static String sign(String kind) {
        return switch (kind) {
            case "critical" -> "\u2716";
            case "high" -> "\u25b2";
            case "medium" -> "\u25c6";
            case "low" -> "\u25cf";
            case "accepted" -> "\u25cb";
            default -> "\u2714";
        };
    }
}
