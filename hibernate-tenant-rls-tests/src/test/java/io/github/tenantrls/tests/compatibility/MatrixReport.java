// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Makes a table of what the lines have left; with {@code -Dcompatibility.write=true} the README has it too. */
class MatrixReport {

    static final Path FOLDER = Path.of("target", "compatibility");

    private static final List<String> LINES =
            List.of(System.getProperty("compatibility.lines", "").split(","));

    private static final String BEGIN = "<!-- compatibility -->\n";
    private static final String END = "<!-- /compatibility -->";

    @Test
    void of_all_lines() throws IOException {
        List<Outcome> outcomes = outcomes();
        String table = table(outcomes);
        Files.writeString(FOLDER.resolve("result.md"), table);
        if (Boolean.getBoolean("compatibility.write")) {
            write(Path.of("..", "README.md"), table);
        }
        assertThat(outcomes.stream().map(Outcome::hibernate).distinct()).containsExactlyInAnyOrderElementsOf(LINES);
        assertThat(outcomes).noneMatch(Outcome::failed);
    }

    /** Those of this build; files of others are old. */
    private static List<Outcome> outcomes() throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".tsv"))
                    .sorted()
                    .toList()) {
                Files.readAllLines(file).stream()
                        .map(Outcome::parse)
                        .filter(one -> LINES.contains(one.hibernate()))
                        .forEach(outcomes::add);
            }
        }
        return outcomes;
    }

    /** A row for each Hibernate and Java, a column for each server; each cell is of all pools and ways to it. */
    static String table(List<Outcome> outcomes) {
        StringBuilder table = new StringBuilder("Run on ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(
                        ". Each cell: passed / run, of Agroal and HikariCP, each direct and through PgBouncer.\n\n| Hibernate | JDK |");
        StringBuilder line = new StringBuilder("\n|---|---|");
        for (int server = LineRun.OLDEST_SERVER; server <= LineRun.NEWEST_SERVER; server++) {
            table.append(" PostgreSQL ").append(server).append(" |");
            line.append("---|");
        }
        table.append(line).append('\n');
        Map<String, List<Outcome>> rows = outcomes.stream()
                .collect(groupingBy(
                        one -> one.hibernate() + " | " + one.java(),
                        TreeMap::new,
                        java.util.stream.Collectors.toList()));
        rows.forEach((row, of) ->
                table.append("| ").append(row).append(" |").append(cells(of)).append('\n'));
        return table.append(exceptions(outcomes)).toString();
    }

    private static String cells(List<Outcome> row) {
        StringBuilder cells = new StringBuilder();
        for (int server = LineRun.OLDEST_SERVER; server <= LineRun.NEWEST_SERVER; server++) {
            String major = String.valueOf(server);
            List<Outcome> run = row.stream()
                    .filter(one -> one.server().equals(major) && !one.said().startsWith("not run"))
                    .toList();
            long passed = run.stream()
                    .filter(one -> one.said().equals(Outcome.PASSED))
                    .count();
            cells.append(' ')
                    .append(run.isEmpty() ? "not run" : passed + " / " + run.size())
                    .append(" |");
        }
        return cells.toString();
    }

    /** What did not pass, with its cause. */
    private static String exceptions(List<Outcome> outcomes) {
        String list = outcomes.stream()
                .filter(one -> !one.said().equals(Outcome.PASSED))
                .map(one -> "- Hibernate " + one.hibernate() + ", JDK " + one.java() + ", PostgreSQL " + one.server()
                        + ", " + one.pool() + ", " + one.way() + ": " + one.said() + "\n")
                .collect(joining());
        return list.isEmpty() ? "" : "\n" + list;
    }

    private static void write(Path page, String table) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertThat(begin).as("the place in %s", page).isPositive().isLessThanOrEqualTo(end);
        Files.writeString(page, text.substring(0, begin) + table + text.substring(end));
    }
}
