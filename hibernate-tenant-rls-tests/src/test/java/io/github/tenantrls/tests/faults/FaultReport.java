// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The result as Markdown, the tables of docs/reliability.md. */
final class FaultReport {

    private static final Path FILE = Path.of("target", "faults", "result.md");

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private FaultReport(Results results) {
        this.results = results;
    }

    /** Writes it to {@code target/faults/result.md}, and returns it. */
    static String write(Results results, String head) throws IOException {
        FaultReport report = new FaultReport(results);
        report.text.append(head).append('\n');
        report.findings();
        report.faults();
        report.table("injected", results.injections().counts());
        report.table("units of work and writes", results.units().counts());
        report.table("operations", results.operations().counts());
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, report.text);
        return report.text.toString();
    }

    private void findings() {
        head("must be 0");
        row("operations", results.operations().sum());
        for (Kind kind : Kind.values()) {
            row("**" + kind.meaning + "**", results.findings().count(kind));
        }
    }

    private void faults() {
        head("faults that took effect, as the clients saw them");
        for (Fault fault : Fault.values()) {
            row(fault.meaning, results.faults().count(fault));
        }
        row(Fault.BROKEN.meaning + ", by way of PgBouncer", results.faults().count(Fault.BROKEN, Stacks.PGBOUNCER));
    }

    private void table(String title, Map<String, Long> counts) {
        head(title);
        counts.forEach(this::row);
    }

    private void head(String title) {
        text.append("\n| ").append(title).append(" | |\n|---|---:|\n");
    }

    private void row(String name, long count) {
        text.append(String.format(Locale.ROOT, "| %s | %,d |%n", name, count));
    }
}
