// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Warnings;
import io.github.tenantrls.verify.AcceptedFinding;
import io.github.tenantrls.verify.Baseline;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.assertj.core.util.Throwables;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Known findings keep no application from starting, until the day that they name. */
@ExtendWith(DatabaseExtension.class)
class BaselineIT {

    private static final LocalDate LAST_DAY = LocalDate.of(2027, 1, 31);

    private final Database database;
    private final Path file;

    BaselineIT(Database database, @TempDir Path directory) {
        this.database = database;
        this.file = directory.resolve("known findings.txt");
    }

    @BeforeEach
    void two_faults() throws IOException {
        database.empty();
        Factories.on(database, Item.class).createSchema();
        database.sql(
                Role.OWNER,
                "alter table item disable row level security",
                "alter table item_tags no force row level security");
        Files.writeString(file, """
                RLS002 public.item until 2027-01-31: ticket 123
                RLS003 public.item_tags until 2027-02-28: ticket 456
                """);
    }

    @Test
    void the_start_succeeds_and_the_report_says_why() {
        try (Warnings warnings = new Warnings("io.github.tenantrls");
                SessionFactory factory = factories(LAST_DAY).open()) {
            VerificationReport report = RlsVerifier.of(factory).lastReport().orElseThrow();
            assertThat(report.isClean()).isTrue();
            assertThat(report.accepted())
                    .extracting(AcceptedFinding::reason, AcceptedFinding::until)
                    .containsExactly(tuple("ticket 123", LAST_DAY), tuple("ticket 456", LocalDate.of(2027, 2, 28)));
            assertThat(report.toString())
                    .startsWith("0 findings and 2 accepted in 2 tenant-scoped tables")
                    .contains("public.item: there are policies", "(accepted until 2027-01-31: ticket 123)");
            assertThat(report.obsolete()).isEmpty();
            assertThat(warnings.messages()).isEmpty();
        }
    }

    @Test
    void a_day_later_it_is_refused_and_says_that_the_entry_has_expired() {
        assertThat(refusal(factories(LAST_DAY.plusDays(1))))
                .isInstanceOf(IsolationException.class)
                .hasMessageContaining("RLS002 policies-without-rls: ")
                .hasMessageContaining("of all (its entry in " + file + " expired on 2027-01-31)")
                .hasMessageContaining("(accepted until 2027-02-28: ticket 456)");
    }

    @Test
    void an_entry_for_another_table_or_rule_accepts_nothing() throws IOException {
        Files.writeString(file, """
                RLS002 public.items until 2027-01-31: ticket 123
                RLS001 public.item_tags until 2027-01-31: ticket 456
                """);
        assertThat(refusal(factories(LAST_DAY)))
                .isInstanceOf(IsolationException.class)
                .hasMessageContaining("2 findings (1 critical, 1 high) in 2 tenant-scoped tables");
    }

    @Test
    void entries_that_match_nothing_are_told_to_be_obsolete() {
        database.sql(Role.OWNER, "alter table item enable row level security");
        try (LogLines log = new LogLines("io.github.tenantrls");
                SessionFactory factory = factories(LAST_DAY).open()) {
            assertThat(RlsVerifier.of(factory).lastReport().orElseThrow().obsolete())
                    .extracting(Baseline.Entry::rule)
                    .containsExactly("RLS002");
            assertThat(log.lines())
                    .containsExactly("INFO Persistence unit tests: the baseline accepts what is not found any more;"
                            + " remove from it: RLS002 public.item until 2027-01-31: ticket 123");
        }
    }

    @Test
    void the_setting_for_ignored_findings_holds_too() throws IOException {
        Files.writeString(file, "RLS002 public.item until 2027-01-31: ticket 123\n");
        try (SessionFactory factory = factories(LAST_DAY)
                .with(TenantRlsSettings.VERIFICATION_IGNORE, "RLS003")
                .open()) {
            assertThat(RlsVerifier.of(factory).lastReport().orElseThrow().accepted())
                    .extracting(AcceptedFinding::reason)
                    .containsExactly("ticket 123", "hibernate.tenant_rls.verification.ignore");
        }
    }

    @Test
    void a_file_made_of_a_report_accepts_all_of_it() throws IOException {
        Files.writeString(file, "");
        try (SessionFactory factory =
                factories(LAST_DAY).with(TenantRlsSettings.VERIFICATION, "warn").open()) {
            VerificationReport report = RlsVerifier.of(factory).verify();
            Files.writeString(
                    file, Baseline.of(report, LAST_DAY, "before we began").toString());
        }
        factories(LAST_DAY).open().close();
    }

    @Test
    void a_file_on_the_class_path_is_read() {
        factories(LAST_DAY)
                .with(TenantRlsSettings.VERIFICATION_BASELINE, "classpath:tenant-rls-baseline.txt")
                .open()
                .close();
    }

    @Test
    void a_file_that_is_not_there_refuses_the_start() {
        assertThat(refusal(factories(LAST_DAY).with(TenantRlsSettings.VERIFICATION_BASELINE, file + ".old")))
                .hasMessageContaining(file + ".old");
        Throwable refused = catchThrowable(() -> factories(LAST_DAY)
                .with(TenantRlsSettings.VERIFICATION_BASELINE, "classpath:nowhere.txt")
                .open());
        assertThat(refused)
                .hasStackTraceContaining(
                        "Persistence unit tests: the file that hibernate.tenant_rls.verification.baseline names cannot"
                                + " be read (java.io.FileNotFoundException: it is not on the class path); name a text"
                                + " file in UTF-8");
    }

    @Test
    void a_line_that_cannot_be_read_refuses_the_start_even_if_nothing_is_verified() throws IOException {
        Files.writeString(file, "\nRLS999 public.item until 2027-01-31: ticket 123\n");
        Throwable refused = catchThrowable(() ->
                factories(LAST_DAY).with(TenantRlsSettings.VERIFICATION, "off").open());
        assertThat(refused)
                .hasStackTraceContaining(TenantRlsException.class.getName() + ": Persistence unit tests: " + file
                        + ", line 2, names a rule that does not exist");
    }

    private Factories factories(LocalDate today) {
        Clock clock = Clock.fixed(today.atTime(23, 59).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        return Factories.on(database, Item.class)
                .with(TenantRlsSettings.VERIFICATION_BASELINE, file.toString())
                .with(Clock.class.getName(), clock);
    }

    private static Throwable refusal(Factories factories) {
        return Throwables.getRootCause(catchThrowable(() -> factories.open().close()));
    }
}
