// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All findings of an HTML report in full, what is accepted, and what the probe showed. */
final class HtmlDetails {

    private final VerificationReport report;
    private final List<HtmlFinding> findings;
    private final Html html;

    HtmlDetails(VerificationReport report, List<HtmlFinding> findings, Html html) {
        this.report = report;
        this.findings = findings;
        this.html = html;
    }

    void write() {
        list(
                "Findings",
                findings.stream().filter(entry -> entry.accepted() == null).toList());
        list(
                "Accepted",
                findings.stream().filter(entry -> entry.accepted() != null).toList());
        obsolete();
        if (report.probe() != null) {
            probe(report.probe());
        }
    }

    /** The anchor of what the probe says of a table. */
    static String probeId(VerificationReport report, ProbeResult result) {
        return "p" + (report.probe() == null ? 0 : report.probe().results().indexOf(result) + 1);
    }

    private void list(String title, List<HtmlFinding> list) {
        if (!list.isEmpty()) {
            html.element("h2", title).line();
            list.stream()
                    .collect(Collectors.groupingBy(HtmlFinding::about, LinkedHashMap::new, Collectors.toList()))
                    .forEach(this::subject);
        }
    }

    private void subject(String subject, List<HtmlFinding> found) {
        html.open("section", "class", "subject").element("h3", subject).line();
        found.forEach(this::finding);
        html.end("section");
    }

    private void finding(HtmlFinding entry) {
        Finding finding = entry.finding();
        html.open("article", "id", entry.id(), "class", "finding", "data-kind", entry.kind());
        html.open("div", "class", "head").element("span", entry.label(), "class", "badge " + entry.kind());
        html.open("h4").element("a", finding.rule() + " " + finding.name(), "href", "#" + finding.rule());
        html.text(finding.subject().equals(entry.about()) ? "" : " " + finding.subject())
                .close("h4")
                .close("div");
        html.element("p", sentence(finding.message()));
        if (entry.accepted() != null) {
            html.element("p", accepted(entry.accepted()));
        }
        mending(finding);
        html.end("article");
    }

    private static String accepted(AcceptedFinding accepted) {
        String until = accepted.until() == null ? "without end" : "until " + accepted.until();
        return "Severity " + Summary.name(accepted.finding().severity()) + ". Accepted " + until + ": "
                + accepted.reason();
    }

    private void mending(Finding finding) {
        if (finding.mending().isEmpty()) {
            html.element("p", "No SQL mends this.", "class", "note");
        } else {
            html.open("div", "class", "sql").open("div").element("span", "To mend it:");
            html.element("button", "Copy", "type", "button", "class", "copy", "hidden", "")
                    .close("div");
            html.open("pre", "tabindex", "0")
                    .open("code")
                    .code(finding.mendingScript())
                    .close("code")
                    .close("pre");
            html.close("div");
        }
    }

    private void obsolete() {
        if (!report.obsolete().isEmpty()) {
            html.element("h2", "No longer found").line();
            html.element("p", "These lines of the baseline match nothing any more; remove them.");
            html.open("ul");
            report.obsolete()
                    .forEach(entry ->
                            html.open("li").element("code", entry.toString()).end("li"));
            html.end("ul");
        }
    }

    private void probe(ProbeReport probe) {
        html.element("h2", "Probe", "id", "probe").line();
        html.element("p", sentence(probe.summary())).line();
        for (ProbeResult result : probe.results()) {
            if (result.outcome() != ProbeOutcome.PROVED) {
                result(result);
            }
        }
        List<ProbeResult> proved = probe.of(ProbeOutcome.PROVED);
        if (!proved.isEmpty()) {
            html.element(
                    "p", "Proved: " + proved.stream().map(ProbeResult::table).collect(Collectors.joining(", ")));
        }
    }

    private void result(ProbeResult result) {
        boolean refuted = result.outcome() == ProbeOutcome.REFUTED;
        String kind = refuted ? "critical" : "medium";
        html.open("article", "id", probeId(report, result)).open("div", "class", "head");
        html.element("span", (refuted ? HtmlFinding.sign(kind) : "?") + " " + result.word(), "class", "badge " + kind);
        html.element("h4", result.table()).close("div").open("ul");
        result.reasons().forEach(reason -> html.element("li", reason));
        html.close("ul").end("article");
    }

    private static String sentence(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }
}
