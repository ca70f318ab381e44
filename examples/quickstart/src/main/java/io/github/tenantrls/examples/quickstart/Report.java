// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import java.io.PrintStream;
import java.util.List;

/** Aligned lines, each of them OK or FAILED, and how many were which. Not thread-safe. */
final class Report {

    private static final int FIRST = 40;
    private static final int COLUMN = 20;

    private final PrintStream out;
    private int lines;
    private int failed;

    Report(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println(text);
    }

    /** Begins a section: what its lines are about, and what their columns hold. */
    void section(String about, String... columns) {
        out.println();
        out.println(row(about, List.of(columns)).stripTrailing());
    }

    /** A line that was computed, and whether it is as it should be. */
    void line(String what, boolean ok, String... columns) {
        lines++;
        failed += ok ? 0 : 1;
        out.println(row("  " + what, List.of(columns)) + (ok ? "OK" : "FAILED"));
    }

    /** A line of a message. */
    void quote(String line) {
        out.println("    | " + line.strip());
    }

    /** Prints the summary; true if no line failed. */
    boolean summary() {
        out.println();
        out.println(
                failed == 0
                        ? "All " + lines + " lines are as they should be."
                        : failed + " of " + lines + " lines FAILED.");
        return failed == 0;
    }

    private static String row(String first, List<String> columns) {
        StringBuilder row = new StringBuilder(String.format("%-" + FIRST + "s", first));
        columns.forEach(column -> row.append(String.format(" %-" + COLUMN + "s", column)));
        return row.append(' ').toString();
    }
}
