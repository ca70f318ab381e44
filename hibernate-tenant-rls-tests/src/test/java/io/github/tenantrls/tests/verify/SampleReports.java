// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.verify.AcceptedFinding;
import io.github.tenantrls.verify.Baseline;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.ProbeOutcome;
import io.github.tenantrls.verify.ProbeReport;
import io.github.tenantrls.verify.ProbeResult;
import io.github.tenantrls.verify.RuleInfo;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Reports that no database is needed for. */
public final class SampleReports {

    /** Whatever means something in one of the formats: markup, quotes, controls, half a surrogate pair, an emoji. */
    static final String HOSTILE =
            "a\"b'c</x>]]>&amp;|`d```e\\f{0}*_[g](h)\n\r\t\u0000\u0007\u001b[31m\u0085\u2028\u202e"
                    + "\ud83d\udc7d\ud800\ufffe@i <script>#";

    private static final List<String> WORDS = List.of(
            "project",
            "project_tags",
            "task",
            "invoice",
            "invoice_line",
            "customer",
            "address",
            "\"Order\"",
            "shipment",
            "payment_method_of_a_customer_with_a_long_name",
            "attachment",
            "note",
            "audit_log",
            "webhook");

    private static final List<String> FAULTS = List.of(
            "RLS002 policies-without-rls CRITICAL there are policies but row-level security is off, so every tenant reads and changes the rows of all",
            "RLS003 owner-exempt HIGH row-level security is not forced, so the policies do not apply to the owner",
            "RLS026 unique-without-tenant MEDIUM the unique index lacks the tenant column, so a tenant learns that a value exists",
            "RLS043 no-floor LOW no restrictive policy holds for app, so the next permissive policy widens what it sees",
            "RLS022 no-tenant-index MEDIUM no index leads with the tenant column, so each query reads the rows of all tenants");

    private static final Instant AT = Instant.parse("2026-11-26T05:00:00Z");

    private SampleReports() {}

    /** Two tables, a role, and one finding that is accepted. */
    public static VerificationReport typical() {
        Finding disabled = new Finding(
                "RLS002",
                "policies-without-rls",
                Severity.CRITICAL,
                "public.project",
                "there are policies but row-level security is off, so every tenant reads and changes the rows of all",
                List.of("alter table \"public\".\"project\" enable row level security"));
        Finding unforced = new Finding(
                "RLS003",
                "owner-exempt",
                Severity.HIGH,
                "public.project_tags",
                "row-level security is not forced, so the policies do not apply to the owner",
                List.of("alter table \"public\".\"project_tags\" force row level security"));
        Finding bypass = new Finding(
                "RLS006",
                "bypassrls",
                Severity.CRITICAL,
                "app",
                "the runtime role has BYPASSRLS, so no policy applies to it",
                List.of("alter role \"app\" nobypassrls"));
        Finding known = new Finding(
                "RLS003",
                "owner-exempt",
                Severity.HIGH,
                "public.task",
                "row-level security is not forced, so the policies do not apply to the owner",
                List.of("alter table \"public\".\"task\" force row level security"));
        return report(
                List.of(disabled, bypass, unforced),
                List.of(new AcceptedFinding(known, "ticket 123", LocalDate.of(2027, 1, 31))),
                List.of("public.project", "public.project_tags", "public.task"));
    }

    /** As the documentation shows it. */
    public static VerificationReport small() {
        VerificationReport typical = typical();
        return new VerificationReport(
                typical.unit(),
                typical.findings().subList(0, 1),
                typical.accepted(),
                typical.obsolete(),
                typical.tables(),
                typical.rules().subList(0, 3),
                typical.role(),
                typical.runtimeRole(),
                typical.serverVersion(),
                typical.at(),
                typical.duration(),
                null);
    }

    /** What was tried on one table of each outcome. */
    static ProbeReport probe(String text) {
        return new ProbeReport(
                text,
                List.of(
                        new ProbeResult(
                                text, ProbeOutcome.REFUTED, List.of("rows are visible for another tenant", text)),
                        new ProbeResult("public.project_tags", ProbeOutcome.PROVED, List.of()),
                        new ProbeResult("public.task", ProbeOutcome.NOT_PROVABLE, List.of("no row can be built"))),
                text,
                text,
                Duration.ofMillis(65));
    }

    /** As many tables, of which a third have findings of several rules, and what trying them out showed. */
    static VerificationReport large(int tables) {
        List<String> names = IntStream.range(0, tables)
                .mapToObj(number -> "public." + WORDS.get(number % WORDS.size())
                        + (number < WORDS.size() ? "" : "_" + number / WORDS.size()))
                .toList();
        List<Finding> found = new ArrayList<>();
        for (int number = 0; number < tables; number += 3) {
            found.add(finding(FAULTS.get(number % FAULTS.size()), names.get(number)));
            found.add(finding(FAULTS.get(number / 2 % FAULTS.size()), names.get(number)));
        }
        found.add(
                finding("RLS006 bypassrls CRITICAL the runtime role has BYPASSRLS, so no policy applies to it", "app"));
        ProbeReport probe = new ProbeReport(
                "orders",
                names.stream()
                        .map(name -> found.stream()
                                        .anyMatch(finding -> finding.subject().equals(name)
                                                && finding.severity() == Severity.CRITICAL)
                                ? new ProbeResult(
                                        name, ProbeOutcome.REFUTED, List.of("rows are visible for another tenant"))
                                : name.endsWith("task")
                                        ? new ProbeResult(
                                                name,
                                                ProbeOutcome.NOT_PROVABLE,
                                                List.of(
                                                        "the role may not insert into public.task, so no row can be built"))
                                        : new ProbeResult(name, ProbeOutcome.PROVED, List.of()))
                        .toList(),
                "app",
                "18.6",
                Duration.ofMillis(640));
        probe.of(ProbeOutcome.REFUTED)
                .forEach(refuted -> found.add(new Finding(
                        "PROBE",
                        "crossed",
                        Severity.CRITICAL,
                        refuted.table(),
                        "an attempt to cross from tenant to tenant succeeded: rows are visible for another tenant; correct the policies of the table",
                        List.of())));
        found.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::subject));
        VerificationReport typical = typical();
        return new VerificationReport(
                "orders",
                found,
                List.of(new AcceptedFinding(
                        finding(FAULTS.get(1), names.get(5)), "ticket 123", LocalDate.of(2027, 1, 31))),
                List.of(new Baseline.Entry("RLS003", "public.gone", LocalDate.of(2027, 1, 31), "ticket 124")),
                names,
                IntStream.rangeClosed(1, 54)
                        .mapToObj(number -> "RLS%03d".formatted(number))
                        .filter(id -> found.stream()
                                .noneMatch(finding -> finding.rule().equals(id)))
                        .map(id -> new RuleInfo(id, "rule-of-the-verifier"))
                        .toList(),
                typical.role(),
                typical.runtimeRole(),
                typical.serverVersion(),
                typical.at(),
                typical.duration(),
                probe);
    }

    private static Finding finding(String fault, String subject) {
        String[] parts = fault.split(" ", 4);
        return new Finding(
                parts[0],
                parts[1],
                Severity.valueOf(parts[2]),
                subject,
                parts[3],
                List.of(
                        "alter table " + subject + " enable row level security",
                        "alter table " + subject + " force row level security"));
    }

    /** Nothing was found by rules, and a table of each outcome by trying. */
    static VerificationReport tried() {
        VerificationReport clean = clean();
        return new VerificationReport(
                clean.unit(),
                List.of(),
                List.of(),
                List.of(),
                clean.tables(),
                clean.rules(),
                clean.role(),
                clean.runtimeRole(),
                clean.serverVersion(),
                clean.at(),
                clean.duration(),
                probe("public.project"));
    }

    /** Nothing was found. */
    static VerificationReport clean() {
        return report(List.of(), List.of(), List.of("public.project"));
    }

    /** Each text that comes from outside is hostile. */
    static VerificationReport hostile() {
        Finding finding = finding(Severity.LOW, HOSTILE);
        return new VerificationReport(
                HOSTILE,
                List.of(finding),
                List.of(new AcceptedFinding(finding, HOSTILE, null)),
                List.of(new Baseline.Entry("RLS001", HOSTILE, LocalDate.of(2027, 1, 31), "gone")),
                List.of(HOSTILE),
                List.of(new RuleInfo("RLS001", "rls-disabled")),
                HOSTILE,
                HOSTILE,
                HOSTILE,
                AT,
                Duration.ZERO,
                probe(HOSTILE));
    }

    /** A finding of RLS999, which mends itself by a comment. */
    static Finding finding(Severity severity, String subject) {
        return new Finding(
                "RLS999",
                "for-tests",
                severity,
                subject,
                "about " + subject,
                List.of("comment on table \"" + subject.replace("\"", "\"\"") + "\" is ''"));
    }

    static VerificationReport report(List<Finding> findings, List<AcceptedFinding> accepted, List<String> tables) {
        return new VerificationReport(
                "orders",
                findings,
                accepted,
                List.of(),
                tables,
                List.of(
                        new RuleInfo("RLS001", "rls-disabled"),
                        new RuleInfo("RLS002", "policies-without-rls"),
                        new RuleInfo("RLS003", "owner-exempt"),
                        new RuleInfo("RLS006", "bypassrls")),
                "app",
                "app",
                "18.6",
                AT,
                Duration.ofMillis(4),
                null);
    }
}
