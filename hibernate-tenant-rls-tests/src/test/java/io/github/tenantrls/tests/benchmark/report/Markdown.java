// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tables as Markdown has them. */
final class Markdown {

    private Markdown() {}

    static String table(List<String> head, List<List<String>> lines) {
        return line(head)
                + line(head.stream().map(cell -> "---").toList())
                + lines.stream().map(Markdown::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** A line for each place, a column for each contender. */
    static String table(Figures figures, String corner, Function<Measurement, String> place) {
        List<String> contenders = figures.contenders();
        List<String> head = new ArrayList<>(List.of(corner));
        head.addAll(contenders);
        List<List<String>> lines = new ArrayList<>();
        for (String at : figures.all().stream().map(place).distinct().toList()) {
            List<String> line = new ArrayList<>(List.of(at));
            for (String contender : contenders) {
                line.add(figures.contender(contender)
                        .where(figure -> place.apply(figure).equals(at))
                        .first()
                        .map(Numbers::spread)
                        .orElse(""));
            }
            lines.add(line);
        }
        return table(head, lines);
    }

    static String goals(List<Goal> goals) {
        return table(
                List.of("goal", "measured", "met"),
                goals.stream()
                        .map(goal -> List.of(goal.text(), goal.measured(), goal.isMet() ? "yes" : "**no**"))
                        .toList());
    }

    static String grouped(String number) {
        return String.format(Locale.ROOT, "%,d", Long.parseLong(number));
    }
}
