// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Figures for people: a table for each experiment, a line for each place, a column for each contender. */
final class Tables {

    private Tables() {}

    static String of(Collection<Measurement> measurements) {
        StringBuilder text = new StringBuilder();
        measurements.stream().map(Measurement::experiment).distinct().forEach(experiment -> text.append(table(
                experiment,
                measurements.stream()
                        .filter(measurement -> measurement.experiment().equals(experiment))
                        .toList())));
        return text.toString();
    }

    private static String table(String experiment, List<Measurement> figures) {
        List<String> contenders =
                figures.stream().map(Measurement::contender).distinct().sorted().toList();
        StringBuilder text = new StringBuilder("\n" + experiment + ": median (least..greatest)\n");
        text.append(line("", contenders));
        figures.stream().map(Tables::place).distinct().forEach(place -> text.append(line(
                place,
                contenders.stream().map(contender -> cell(figures, place, contender)).toList())));
        return text.toString();
    }

    private static String line(String head, List<String> cells) {
        return cells.stream().map("%22s"::formatted).collect(Collectors.joining("", "%-58s".formatted(head), "\n"));
    }

    private static String place(Measurement measurement) {
        Map<String, String> at = new TreeMap<>(measurement.at());
        return String.join(", ", at.values()) + " [" + measurement.unit() + "]";
    }

    private static String cell(List<Measurement> figures, String place, String contender) {
        return figures.stream()
                .filter(figure -> figure.contender().equals(contender) && place(figure).equals(place))
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
