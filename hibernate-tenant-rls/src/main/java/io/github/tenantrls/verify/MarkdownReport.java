// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Renders {@link ReportFormat#MARKDOWN}: GitHub's, of which others read the greater part. */
final class MarkdownReport {

    /** Whatever means something to a reader of Markdown somewhere. */
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>#|~&@]");

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private final StringBuilder markdown = new StringBuilder();

    private MarkdownReport() {}

    static String render(VerificationReport report) {
        MarkdownReport rendered = new MarkdownReport();
        rendered.line("# Tenant isolation of " + text(report.unit()));
        rendered.line("");
        rendered.line(text(Summary.of(report)) + ".");
        rendered.table(report.findings());
        report.findingsBySubject().forEach(rendered::group);
        rendered.accepted(report.accepted());
        rendered.probe(report.probe());
        return rendered.markdown.toString();
    }

    private void table(List<Finding> findings) {
        if (!findings.isEmpty()) {
            line("");
            line("| severity | rule | about |");
            line("|---|---|---|");
            findings.forEach(finding -> line("| " + Summary.name(finding.severity()) + " | " + text(finding.rule())
                    + " " + text(finding.name()) + " | " + text(finding.subject()) + " |"));
        }
    }

    private void group(String subject, List<Finding> findings) {
        line("");
        line("## " + text(subject));
        findings.forEach(this::finding);
    }

    private void finding(Finding finding) {
        line("");
        line("**" + Summary.name(finding.severity()) + "** " + text(finding.rule()) + " " + text(finding.name()) + ": "
                + text(finding.message()));
        if (!finding.mending().isEmpty()) {
            String fence = fence(finding.mendingScript());
            line("");
            line(fence + "sql");
            line(finding.mendingScript());
            line(fence);
        }
    }

    private void accepted(List<AcceptedFinding> accepted) {
        if (!accepted.isEmpty()) {
            line("");
            line("## Accepted");
            line("");
            accepted.forEach(known -> line("- " + text(known.toString())));
        }
    }

    private void probe(@Nullable ProbeReport probe) {
        if (probe != null) {
            line("");
            line("## Probe");
            line("");
            line(text(probe.summary()) + ".");
            line("");
            probe.results().forEach(result -> line("- " + text(result.toString())));
        }
    }

    /** A text that is shown as it is, in one line. */
    private static String text(String text) {
        return MARKUP.matcher(Visible.text(text)).replaceAll(match -> Matcher.quoteReplacement(escaped(match.group())));
    }

    private static String escaped(String character) {
        return switch (character) {
            case "<" -> "&lt;";
            case ">" -> "&gt;";
            case "&" -> "&amp;";
            case "@" -> "&#64;"; // would notify whoever is called so
            default -> "\\" + character;
        };
    }

    /** Longer than any run of backticks within, so that nothing in it ends the block. */
    private static String fence(String text) {
        int longest = BACKTICKS
                .matcher(text)
                .results()
                .mapToInt(match -> match.group().length())
                .max()
                .orElse(0);
        return "`".repeat(Math.max(3, longest + 1));
    }

    private void line(String line) {
        markdown.append(line).append('\n');
    }
}
