// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The matrix of an HTML report: what was found, by table and by rule. */
final class HtmlMatrix {

    private final VerificationReport report;
    private final Map<String, List<HtmlFinding>> bySubject;
    private final Map<String, ProbeResult> probed;
    private final List<RuleInfo> columns;
    private final Html html;

    HtmlMatrix(VerificationReport report, List<HtmlFinding> findings, Html html) {
        this.report = report;
        this.html = html;
        this.bySubject = findings.stream()
                .collect(Collectors.groupingBy(HtmlFinding::about, LinkedHashMap::new, Collectors.toList()));
        this.probed = report.probe() == null
                ? Map.of()
                : report.probe().results().stream()
                        .collect(Collectors.toMap(ProbeResult::table, Function.identity(), (one, other) -> one));
        this.columns = findings.stream()
                .map(entry -> RuleInfo.of(entry.finding()))
                .filter(rule -> !rule.id().equals(ProbeFinding.ID))
                .distinct()
                .sorted(Comparator.comparing((RuleInfo rule) -> Rules.Group.of(rule.id()))
                        .thenComparing(RuleInfo::id))
                .toList();
    }

    void write() {
        html.element("h2", "Tables and rules", "id", "overview").line();
        html.markup(ReportResource.text("report-filter.html"));
        html.open("div", "class", "scroll").line().open("table", "id", "matrix").line();
        html.element("caption", "What was found, by table and by rule; the arrow keys move, Enter shows details");
        head();
        Set<String> tables = new HashSet<>(report.tables());
        Set<String> found = bySubject.keySet(); // that with the worst finding first
        body(
                "Tables",
                Stream.concat(
                                found.stream().filter(tables::contains),
                                report.tables().stream()
                                        .filter(table -> !found.contains(table))
                                        .sorted())
                        .toList());
        body(
                "Roles, functions, views, settings",
                found.stream().filter(subject -> !tables.contains(subject)).toList());
        html.close("table").end("div");
        html.markup(ReportResource.text("report-detail.html"));
    }

    private void head() {
        html.markup("<thead><tr><th scope=\"col\" rowspan=\"2\">Table</th><th scope=\"col\" rowspan=\"2\">Worst</th>");
        if (report.probe() != null) {
            html.markup("<th scope=\"col\" rowspan=\"2\">Probe</th>");
        }
        columns.stream()
                .collect(Collectors.groupingBy(
                        rule -> Rules.Group.of(rule.id()), LinkedHashMap::new, Collectors.counting()))
                .forEach((group, width) ->
                        html.element("th", group.title, "scope", "colgroup", "colspan", String.valueOf(width)));
        html.end("tr").open("tr");
        for (RuleInfo rule : columns) {
            html.open("th", "scope", "col").open("div", "class", "rule").open("a", "href", "#" + rule.id());
            html.element("b", rule.id())
                    .text(" " + rule.name())
                    .close("a")
                    .close("div")
                    .close("th");
        }
        html.close("tr").end("thead");
    }

    private void body(String group, List<String> subjects) {
        if (!subjects.isEmpty()) {
            html.open("tbody").line().open("tr");
            html.open("th", "class", "group", "scope", "rowgroup", "colspan", "99");
            html.element("span", group).close("th").end("tr");
            subjects.forEach(this::row);
            html.end("tbody");
        }
    }

    private void row(String subject) {
        List<HtmlFinding> found = bySubject.getOrDefault(subject, List.of());
        html.open("tr", "class", "subject")
                .element("th", subject, "scope", "row")
                .open("td");
        if (found.isEmpty()) {
            html.element("span", HtmlFinding.sign("ok") + " nothing", "class", "cell ok");
        } else {
            cell(subject, found, "");
        }
        html.close("td");
        if (report.probe() != null) {
            html.open("td");
            probe(subject, found);
            html.close("td");
        }
        for (RuleInfo rule : columns) {
            html.open("td");
            cell(subject, of(found, rule), rule.id());
            html.close("td");
        }
        html.end("tr");
    }

    private static List<HtmlFinding> of(List<HtmlFinding> found, RuleInfo rule) {
        return found.stream()
                .filter(entry -> RuleInfo.of(entry.finding()).equals(rule))
                .toList();
    }

    private void probe(String subject, List<HtmlFinding> found) {
        ProbeResult result = probed.get(subject);
        List<HtmlFinding> refuted = of(found, new RuleInfo(ProbeFinding.ID, ProbeFinding.NAME));
        if (!refuted.isEmpty()) {
            String kind = refuted.get(0).kind();
            link(
                    kind,
                    HtmlFinding.sign(kind) + " refuted",
                    subject,
                    refuted.get(0).id(),
                    ProbeFinding.ID,
                    refuted.get(0).id());
        } else if (result != null && result.outcome() == ProbeOutcome.PROVED) {
            html.element("span", HtmlFinding.sign("ok") + " proved", "class", "cell ok");
        } else if (result != null) {
            String id = HtmlDetails.probeId(report, result);
            link("medium", "? " + result.word(), subject, id, "", id);
        }
    }

    private void cell(String subject, List<HtmlFinding> found, String rule) {
        if (!found.isEmpty()) {
            HtmlFinding worst = found.get(0);
            String count = found.size() == 1 ? "" : " \u00d7" + found.size();
            String shows = found.stream().map(HtmlFinding::id).collect(Collectors.joining(" "));
            link(worst.kind(), worst.label() + count, subject, shows, rule, worst.id());
        }
    }

    private void link(String kind, String text, String subject, String shows, String rule, String target) {
        html.element(
                "a",
                text,
                "class",
                "cell " + kind,
                "href",
                "#" + target,
                "data-shows",
                shows,
                "data-rule",
                rule,
                "data-subject",
                subject);
    }
}
