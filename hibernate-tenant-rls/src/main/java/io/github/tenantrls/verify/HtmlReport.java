// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** Renders {@link ReportFormat#HTML}: one file that asks for no other, and can be read without scripts. */
final class HtmlReport {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final VerificationReport report;
    private final List<HtmlFinding> findings;
    private final Html html = new Html();

    private HtmlReport(VerificationReport report) {
        this.report = report;
        this.findings = HtmlFinding.all(report);
    }

    static String render(VerificationReport report) {
        return new HtmlReport(report).render();
    }

    private String render() {
        String style = ReportResource.text("report.css");
        String script = ReportResource.text("report.js");
        html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        html.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                + ReportResource.hash(style) + "; script-src " + ReportResource.hash(script)
                + "; base-uri 'none'; form-action 'none'\"/>\n");
        return page(style, script);
    }

    private String page(String style, String script) {
        html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        html.element("title", "Tenant isolation of " + report.unit() + ": " + Summary.counts(report));
        html.markup("\n<style>").markup(style).markup("</style>\n</head>\n<body>\n");
        html.markup("<a class=\"skip\" href=\"#matrix\">Skip to the matrix</a>\n");
        header();
        html.open("main").line();
        new HtmlMatrix(report, findings, html).write();
        new HtmlDetails(report, findings, html).write();
        rules();
        html.end("main");
        html.element("footer", "Written by hibernate-tenant-rls. Nothing is loaded from anywhere.");
        return html.markup("\n<script>" + script + "</script>\n</body>\n</html>\n")
                .toString();
    }

    private void header() {
        HtmlVerdict verdict = HtmlVerdict.of(report);
        html.open("header").line();
        html.element("h1", "Tenant isolation of " + report.unit()).line();
        html.open("p", "class", "verdict " + verdict.kind());
        html.element("span", HtmlFinding.sign(verdict.kind()), "aria-hidden", "true");
        html.element("span", verdict.text()).end("p");
        counts();
        facts();
        html.end("header");
    }

    private void counts() {
        html.open("ul", "class", "counts", "aria-label", "Findings by severity");
        for (Severity severity : Severity.values()) {
            long found = report.findings().stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            count(found, Summary.name(severity), Summary.name(severity));
        }
        count(report.accepted().size(), "accepted", "accepted");
        if (report.probe() != null) {
            ProbeReport probe = report.probe();
            count(probe.of(ProbeOutcome.PROVED).size(), "ok", "proved by the probe");
            count(probe.of(ProbeOutcome.REFUTED).size(), "critical", "refuted by the probe");
            count(probe.of(ProbeOutcome.NOT_PROVABLE).size(), "medium", "not provable");
        }
        html.end("ul");
    }

    private void count(long count, String kind, String text) {
        html.open("li", "class", count == 0 ? "none" : kind);
        html.element("b", String.valueOf(count)).text(" " + text).close("li");
    }

    private void facts() {
        html.open("dl");
        fact("Seen as role", report.role());
        if (report.runtimeRole() != null) {
            fact("Role of the settings", report.runtimeRole());
        }
        fact("Server", "PostgreSQL " + report.serverVersion());
        fact("Tables", String.valueOf(report.tables().size()));
        fact("Rules", String.valueOf(Summary.rules(report)));
        fact("Date", TIME.format(report.at()));
        fact("Took", report.duration().toMillis() + " ms");
        html.end("dl");
    }

    private void fact(String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close("div");
    }

    /** Those that found nothing are marked, for the script to show them too. */
    private void rules() {
        Properties texts = ReportResource.rules();
        html.element("h2", "Rules", "id", "rules").line();
        html.element(
                "p",
                "What was looked for. The documentation has a page for each rule: docs/rules/RLS001.md.",
                "class",
                "note");
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Rules")
                .open("table", "class", "plain");
        html.element("caption", "The rules that were checked");
        html.markup("<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Looks for</th>");
        html.markup("<th scope=\"col\">Found</th></tr></thead>\n<tbody>\n");
        report.rules().forEach(rule -> rule(rule, texts.getProperty(rule.id(), "")));
        html.close("tbody").close("table").end("div");
    }

    private void rule(RuleInfo rule, String looksFor) {
        String name = rule.id() + " " + rule.name();
        long found = findings.stream()
                .filter(entry -> RuleInfo.of(entry.finding()).equals(rule))
                .count();
        String[] row =
                found == 0 ? new String[] {"id", rule.id(), "data-silent", name} : new String[] {"id", rule.id()};
        html.open("tr", row).element("th", name, "scope", "row");
        html.element("td", looksFor)
                .element("td", found == 0 ? "nothing" : String.valueOf(found))
                .end("tr");
    }
}
