// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.Optional;

/**
 * A report in one plain sentence, for whoever reads no further. Immutable.
 *
 * @param kind what the style sheet calls it
 * @param text the sentence
 */
record HtmlVerdict(String kind, String text) {

    static HtmlVerdict of(VerificationReport report) {
        Optional<Severity> worst = report.worst();
        boolean refuted =
                report.findings().stream().anyMatch(finding -> finding.rule().equals(ProbeFinding.ID));
        if (refuted) {
            return new HtmlVerdict(
                    "critical", "The tenants are not isolated: an attempt to cross from one to another succeeded.");
        }
        return worst.map(HtmlVerdict::found).orElseGet(() -> clean(report));
    }

    private static HtmlVerdict found(Severity worst) {
        String text = switch (worst) {
            case CRITICAL -> "The tenants are not isolated: one can read or change rows of others.";
            case HIGH ->
                "The tenants are not safely isolated: it takes one more mistake, or the application does not work.";
            case MEDIUM, LOW -> "The tenants are isolated as far as the rules tell, but safeguards are missing.";
        };
        return new HtmlVerdict(Summary.name(worst), text);
    }

    private static HtmlVerdict clean(VerificationReport report) {
        if (report.tables().isEmpty()) {
            return new HtmlVerdict("medium", "No table is tenant-scoped, so nothing was to be isolated.");
        }
        String found = report.accepted().isEmpty()
                ? "The rules found nothing wrong"
                : "The rules found nothing that is not accepted";
        ProbeReport probe = report.probe();
        if (probe == null) {
            return new HtmlVerdict("ok", found + "; it was not tried out.");
        }
        return new HtmlVerdict(
                "ok",
                probe.isProved()
                        ? found + ", and the probe proved that each table isolates."
                        : found + "; for "
                                + (probe.results().size()
                                        - probe.of(ProbeOutcome.PROVED).size()) + " of "
                                + probe.results().size() + " tables the probe did not prove it.");
    }
}
