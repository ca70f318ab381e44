// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.verify.Baseline;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of known findings. */
class BaselineTest {

    private static final LocalDate DAY = LocalDate.of(2027, 1, 31);

    @Test
    void a_line_is_rule_subject_day_and_reason() {
        Baseline baseline = Baseline.parse("known.txt", """
                # what we know of

                RLS003 public.item until 2027-01-31: legacy owner, ticket 123
                  RLS001   "public.my \\"table\\" until \\u0031"  until   2027-02-01 :   a: b # c
                """);
        assertThat(baseline.entries())
                .containsExactly(
                        new Baseline.Entry("RLS003", "public.item", DAY, "legacy owner, ticket 123"),
                        new Baseline.Entry("RLS001", "public.my \"table\" until 1", DAY.plusDays(1), "a: b # c"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            RLS003 public.item                            | cannot be read; write it as in: RLS026 public.item until
            RLS003 until 2027-01-31: reason               | cannot be read; write it as in: RLS026 public.item until
            RLS003 public.item 2027-01-31: reason         | cannot be read; write it as in: RLS026 public.item until
            RLS003 "public.item until 2027-01-31: reason  | cannot be read; write it as in: RLS026 public.item until
            RLS003 public.my item until 2027-01-31: reason | cannot be read; write it as in: RLS026 public.item until
            RLS999 public.item until 2027-01-31: reason   | names a rule that does not exist; accepted are RLS001, RLS
            RLS003 public.item until 2027-01-31:          | gives no reason; say behind the colon why
            RLS003 public.item until 31.1.2027: reason    | has a date that cannot be read; write year, month and day
            RLS003 public.item until 2027-02-30: reason   | has a date that cannot be read; write year, month and day
            RLS003 "a\\qb" until 2027-01-31: reason       | has an escape that JSON does not know; write it as JSON
            RLS001 public.item until 2028-01-31: again    | has the rule and the subject of a line before it; leave
            """)
    void a_line_that_is_wrong_is_refused_with_its_number(String line, String problem) {
        String file = "# known\nRLS001 public.item until 2027-01-31: ok\n" + line + "\n";
        assertThatThrownBy(() -> Baseline.parse("known.txt", file))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith("known.txt, line 3, " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public.item",
                "public.my item",
                "a until 2027-01-31: b",
                "\"; drop table x; --",
                "#a",
                "back\\slash",
                "line\nbreak\r\t\u0000\u0085\u2028 \ud83d\udc7d",
                "\u00a0"
            })
    void what_is_written_is_read_again(String subject) {
        Baseline.Entry entry = new Baseline.Entry("RLS003", subject, DAY, "a reason: with # all");
        assertThat(entry.toString().lines()).hasSize(1);
        assertThat(Baseline.parse("known.txt", entry.toString()).entries()).containsExactly(entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb"})
    void an_entry_has_a_reason_of_one_line(String reason) {
        assertThatThrownBy(() -> new Baseline.Entry("RLS003", "public.item", DAY, reason))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("say in one line why");
    }

    @Test
    void a_baseline_of_a_report_accepts_all_that_was_found_once_and_keeps_what_was_accepted() {
        Finding one = new Finding("RLS015", "x", Severity.HIGH, "public.item", "by policy a", List.of());
        Finding two = new Finding("RLS015", "x", Severity.HIGH, "public.item", "by policy b", List.of());
        VerificationReport report = SampleReports.report(
                List.of(one, two), SampleReports.typical().accepted(), List.of("public.item", "public.task"));
        Baseline baseline = Baseline.of(report, DAY.plusYears(1), "before we began");
        assertThat(baseline).hasToString("""
                RLS003 public.task until 2027-01-31: ticket 123
                RLS015 public.item until 2028-01-31: before we began
                """);
        assertThat(Baseline.parse("known.txt", baseline.toString()).entries()).isEqualTo(baseline.entries());
    }
}
