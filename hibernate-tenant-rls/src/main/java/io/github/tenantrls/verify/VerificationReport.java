// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found, complete: where the catalog could not be read there is no report. Immutable.
 *
 * @param unit the name of the persistence unit
 * @param findings what is wrong, worst first; without those that are accepted
 * @param accepted what is wrong, and accepted by the settings or the baseline
 * @param obsolete the entries of the baseline that match nothing any more
 * @param tables the tables that were checked, as {@code schema.table}
 * @param rules the rules that were checked, by id
 * @param role the role that the connection was logged in as, for which the findings hold
 * @param runtimeRole the role that {@link io.github.tenantrls.TenantRlsSettings#RUNTIME_ROLE} names, or {@code null}
 * @param serverVersion the version of the server
 * @param at when it began
 * @param duration how long it took
 * @param probe what trying it out showed, the refuted tables of which are findings too; {@code null} if it was not tried
 */
public record VerificationReport(
        String unit,
        List<Finding> findings,
        List<AcceptedFinding> accepted,
        List<Baseline.Entry> obsolete,
        List<String> tables,
        List<RuleInfo> rules,
        String role,
        @Nullable String runtimeRole,
        String serverVersion,
        Instant at,
        Duration duration,
        @Nullable ProbeReport probe) {

    /**
     * Creates a report.
     *
     * @param unit the name of the persistence unit
     * @param findings what is wrong
     * @param accepted what is wrong, and accepted
     * @param obsolete the entries of the baseline that match nothing
     * @param tables the tables that were checked
     * @param rules the rules that were checked; those of the findings are added where they are missing
     * @param role the role that the connection was logged in as
     * @param runtimeRole the role that the settings name, or {@code null}
     * @param serverVersion the version of the server
     * @param at when it began
     * @param duration how long it took
     * @param probe what trying it out showed, or {@code null}
     */
    public VerificationReport {
        findings = List.copyOf(findings);
        accepted = List.copyOf(accepted);
        obsolete = List.copyOf(obsolete);
        tables = List.copyOf(tables);
        rules = Stream.of(
                        rules.stream(),
                        findings.stream().map(RuleInfo::of),
                        accepted.stream().map(AcceptedFinding::finding).map(RuleInfo::of))
                .flatMap(Function.identity())
                .distinct()
                .sorted(Comparator.comparing(RuleInfo::id).thenComparing(RuleInfo::name))
                .toList();
    }

    /**
     * Whether nothing was found.
     *
     * @return true if there are no findings; accepted ones do not count
     */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /**
     * How bad the worst finding is.
     *
     * @return its severity; empty if nothing was found
     */
    public Optional<Severity> worst() {
        return findings.stream().map(Finding::severity).min(Comparator.naturalOrder());
    }

    /**
     * The findings that are at least as bad as that.
     *
     * @param severity the least severity that counts
     * @return those findings, worst first
     */
    public List<Finding> findingsFrom(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity().compareTo(severity) <= 0)
                .toList();
    }

    /**
     * The findings about tables: about the table itself, or about something of it, whose name begins with the table's.
     *
     * @return for each table that something was found about, by name, what was found
     */
    public Map<String, List<Finding>> findingsByTable() {
        Map<String, List<Finding>> found = new TreeMap<>();
        for (Finding finding : findings) {
            tableOf(finding)
                    .ifPresent(table -> found.computeIfAbsent(table, key -> new ArrayList<>())
                            .add(finding));
        }
        return found;
    }

    /**
     * The findings about anything but the tables that were checked: roles, functions, views, settings.
     *
     * @return those findings, worst first
     */
    public List<Finding> otherFindings() {
        return findings.stream().filter(finding -> tableOf(finding).isEmpty()).toList();
    }

    /**
     * The findings by rule.
     *
     * @return for the id of each rule that found something, in that order, what it found
     */
    public Map<String, List<Finding>> findingsByRule() {
        return findings.stream()
                .collect(Collectors.groupingBy(Finding::rule, TreeMap::new, Collectors.toUnmodifiableList()));
    }

    /**
     * The report in a format for people or for other tools.
     *
     * @param format the format
     * @return the whole text, which ends with a line break
     */
    public String render(ReportFormat format) {
        return format.render(this);
    }

    /**
     * Everything a developer needs to act on it, as {@link ReportFormat#TEXT}.
     *
     * @return several lines, the first of which sums it up; without a line break at the end
     */
    @Override
    public String toString() {
        return render(ReportFormat.TEXT).stripTrailing();
    }

    /** The same report with what trying it out showed; its refuted tables are found, or accepted. */
    VerificationReport with(ProbeReport probe, AcceptedFindings known) {
        List<Finding> found = new ArrayList<>(findings);
        List<AcceptedFinding> ignored = new ArrayList<>(accepted);
        for (ProbeResult refuted : probe.of(ProbeOutcome.REFUTED)) {
            Finding finding = ProbeFinding.of(refuted);
            if (known.isIgnored(finding)) {
                ignored.add(new AcceptedFinding(finding, TenantRlsSettings.VERIFICATION_IGNORE, null));
            } else {
                found.add(finding);
            }
        }
        found.sort(Rules.ORDER);
        return new VerificationReport(
                unit, found, ignored, obsolete, tables, rules, role, runtimeRole, serverVersion, at, duration, probe);
    }

    /** The findings by what they are about, that with the worst finding first. */
    Map<String, List<Finding>> findingsBySubject() {
        return findings.stream()
                .collect(Collectors.groupingBy(
                        finding -> tableOf(finding).orElse(finding.subject()),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    /** A name can contain a dot, so the longest one counts. */
    Optional<String> tableOf(Finding finding) {
        return tables.stream()
                .filter(table ->
                        finding.subject().equals(table) || finding.subject().startsWith(table + "."))
                .max(Comparator.comparingInt(String::length));
    }
}
