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
import java.util.List;

/** Reports that no database is needed for. */
public final class SampleReports {

    /** Whatever means something in one of the formats: markup, quotes, controls, half a surrogate pair, an emoji. */
    static final String HOSTILE =
            "a\"b'c</x>]]>&amp;|`d```e\\f{0}*_[g](h)\n\r\t\u0000\u0007\u001b[31m\u0085\u2028\u202e"
                    + "\ud83d\udc7d\ud800\ufffe@i <script>#";

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
