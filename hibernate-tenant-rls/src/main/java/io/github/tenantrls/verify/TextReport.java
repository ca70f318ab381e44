// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Renders {@link ReportFormat#TEXT}. */
final class TextReport {

    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    static String render(VerificationReport report) {
        TextReport rendered = new TextReport();
        rendered.line(Summary.of(report));
        report.findingsBySubject().forEach(rendered::group);
        rendered.accepted(report.accepted());
        rendered.probe(report.probe());
        return rendered.text.toString();
    }

    private void group(String subject, List<Finding> findings) {
        line("");
        line(Visible.text(subject));
        findings.forEach(finding -> finding(subject, finding));
    }

    private void finding(String group, Finding finding) {
        line("  " + finding.severity().name().toUpperCase(Locale.ROOT) + " " + finding.rule() + " " + finding.name()
                + (finding.subject().equals(group) ? "" : " " + Visible.text(finding.subject())) + ": "
                + Visible.text(finding.message()));
        // as it is, since it is to be run: a name in it can have a line break
        boolean several = finding.mending().size() > 1;
        if (several) {
            line("    begin;");
        }
        finding.mending().forEach(statement -> line("    " + statement + ";"));
        if (several) {
            line("    commit;");
        }
    }

    private void accepted(List<AcceptedFinding> accepted) {
        if (!accepted.isEmpty()) {
            line("");
            line("accepted");
            accepted.forEach(known -> line("  " + known));
        }
    }

    private void probe(@Nullable ProbeReport probe) {
        if (probe != null) {
            line("");
            line(Visible.text(probe.summary()));
            probe.results().forEach(result -> line("  " + Visible.text(result.toString())));
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
