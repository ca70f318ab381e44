// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.tenantrls.examples.quickstart.Project;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.verify.SampleReports;
import io.github.tenantrls.verify.Baseline;
import io.github.tenantrls.verify.ReportFormat;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.VerificationReport;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the pages on the verification show is what it really prints. */
@ExtendWith(DatabaseExtension.class)
class VerificationDocumentationIT {

    /** What differs from run to run, and from server to server. */
    private static final Pattern VARIABLE = Pattern.compile("on PostgreSQL .* ms");

    private final Database database;

    VerificationDocumentationIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void two_faults() {
        database.empty();
        Factories.on(database, Project.class).createSchema();
        database.sql(
                Role.OWNER,
                "alter table project disable row level security",
                "alter table project_tags no force row level security");
    }

    @Test
    void a_refused_start_says_what_the_page_shows() throws IOException {
        Throwable refused = Throwables.getRootCause(catchThrowable(
                () -> Factories.on(database, Project.class).open().close()));
        assertThat(fixed(String.valueOf(refused.getMessage())
                        .replace("unit tests", "unit orders")
                        .replace("of tests", "of orders")))
                .isEqualTo(fixed(block("verification.md", "refusal")));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTML")
    void the_report_looks_as_the_page_shows(ReportFormat format) throws IOException {
        assertThat(SampleReports.small().render(format).stripTrailing())
                .isEqualTo(block("verification-report.md", "report: " + format));
    }

    @Test
    void the_baseline_of_the_page_can_be_read() throws IOException {
        assertThat(Baseline.parse("page", block("verification.md", "baseline")).entries())
                .hasSize(2);
    }

    @Test
    void the_code_of_the_page_works(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("tenant-rls-baseline.txt");
        AtomicBoolean healthy = new AtomicBoolean(true);
        try (EntityManagerFactory emf = Factories.on(database, Project.class)
                .with("hibernate.tenant_rls.verification", "warn")
                .open()) {
            // tag::verify[]
            VerificationReport report = RlsVerifier.of(emf).verify();
            if (!report.isClean()) {
                Files.writeString(file, report.render(ReportFormat.SARIF));
            }
            // end::verify[]
            assertThat(file).content().contains("2.1.0");

            // tag::baseline[]
            Baseline known = Baseline.of(report, LocalDate.of(2027, 1, 31), "there before we verified, ticket 123");
            Files.writeString(file, known.toString());
            // end::baseline[]
            assertThat(Baseline.parse("written", Files.readString(file)).entries())
                    .hasSize(2);

            // tag::drift[]
            RlsVerifier.of(emf).addListener(event -> {
                if (!event.added().isEmpty()) {
                    healthy.set(false);
                }
            });
            // end::drift[]
            database.sql(Role.OWNER, "alter table project no force row level security");
            RlsVerifier.of(emf).verify();
            database.sql(Role.OWNER, "alter table project enable row level security");
            RlsVerifier.of(emf).verify();
            assertThat(healthy).isFalse();
        }
    }

    private static String fixed(String text) {
        return VARIABLE.matcher(text).replaceFirst("on PostgreSQL ..");
    }

    /** The fenced block behind a comment. */
    private static String block(String page, String comment) throws IOException {
        Matcher block = Pattern.compile("(?s)<!-- " + Pattern.quote(comment) + " -->\\R(`{3,})\\w+\\R(.*?)\\R\\1\\R")
                .matcher(Files.readString(root().resolve("docs").resolve(page)));
        assertThat(block.find()).as("%s has %s", page, comment).isTrue();
        return block.group(2);
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/settings.md"))) {
            directory = Objects.requireNonNull(directory.getParent());
        }
        return directory;
    }
}
