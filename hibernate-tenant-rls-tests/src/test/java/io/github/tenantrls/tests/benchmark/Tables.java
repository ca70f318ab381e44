// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Figures for people: a table for each experiment, a line for each place, a column for each contender. */
final class Tables {

    private Tables() {}

    static String of(Collection<Measurement> measurements) {
        Map<String, List<Measurement>> tables = new LinkedHashMap<>();
        measurements.forEach(measurement -> tables.computeIfAbsent(
                        measurement.experiment() + " [" + measurement.unit() + "]", title -> new ArrayList<>())
                .add(measurement));
        return tables.entrySet().stream()
                .map(table -> table(table.getKey(), table.getValue()))
                .collect(Collectors.joining());
    }

    private static String table(String title, List<Measurement> figures) {
        List<String> contenders =
                figures.stream().map(Measurement::contender).distinct().sorted().toList();
        StringBuilder text = new StringBuilder("\n" + title + ": median (least..greatest)\n");
        text.append(line("", contenders));
        figures.stream()
                .map(Tables::place)
                .distinct()
                .forEach(place -> text.append(line(
                        place,
                        contenders.stream()
                                .map(contender -> cell(figures, place, contender))
                                .toList())));
        return text.toString();
    }

    private static String line(String head, List<String> cells) {
        return cells.stream().map("%22s"::formatted).collect(Collectors.joining("", "%-58s".formatted(head), "\n"));
    }

    private static String place(Measurement measurement) {
        Map<String, String> at = new TreeMap<>(measurement.at());
        return String.join(", ", at.values());
    }

    private static String cell(List<Measurement> figures, String place, String contender) {
        return figures.stream()
                .filter(figure ->
                        figure.contender().equals(contender) && place(figure).equals(place))
                .map(figure -> number(figure.median())
                        + (figure.samples() == 1
                                ? ""
                                : " (" + number(figure.low()) + ".." + number(figure.high()) + ")"))
                .findFirst()
                .orElse("");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
    }
}
