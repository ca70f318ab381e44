// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Measurement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The plots of a run, drawn from its figures. */
final class Plots {

    private static final double NO_GOAL = Double.NaN;

    private final Figures figures;
    private final Map<String, String> files = new TreeMap<>();

    private Plots(Figures figures) {
        this.figures = figures;
    }

    /** Texts of SVG by the names of their files; a plot of which nothing was measured is left out. */
    static Map<String, String> of(Figures figures) {
        Plots plots = new Plots(figures);
        plots.roundTrips();
        plots.throughput();
        plots.ratio();
        plots.queries();
        plots.startUp();
        return plots.files;
    }

    private void roundTrips() {
        Figures here = figures.of("round-trips");
        if (!here.isEmpty()) {
            files.put(
                    "round-trips.svg",
                    new DotChart(
                                    "Round trips per transaction",
                                    "For each shape of a transaction, how often each contender waits for the server.",
                                    here)
                            .draw());
        }
    }

    private void throughput() {
        Figures here = figures.of("throughput");
        add(
                "throughput.svg",
                here,
                new LineChart(
                        "Throughput",
                        "Transactions per second against the number of threads, for each added network latency and contender.",
                        "threads",
                        "transactions/s",
                        false,
                        NO_GOAL,
                        panels(here, "latency", "threads", "latency ")));
    }

    private void ratio() {
        Figures here = new Figures(figures.of("ratio").contender("b/a").all().stream()
                .map(figure -> named(figure, "b"))
                .toList());
        add(
                "ratio.svg",
                here,
                new LineChart(
                        "Throughput of (b) as a share of (a)",
                        "The throughput of this library as a share of that of an explicit condition, with the bounds of the"
                                + " median of its pairs, against the number of threads, for each added network latency; the goal is"
                                + " 0.97.",
                        "threads",
                        "median of paired turns, with its bounds",
                        false,
                        0.97,
                        panels(here, "latency", "threads", "latency ")));
    }

    private void queries() {
        Figures here = figures.of("queries").in("ms").at("time", "execution").where(Plots::isContender);
        here = new Figures(here.all().stream()
                .map(figure -> named(figure, figure.contender().substring(0, 1)))
                .toList());
        queries("queries.svg", here.at("tenants", "100"), "rows", "the number of rows of the table, 100 tenants");
        queries(
                "queries-by-tenants.svg",
                here.at("rows", "1000000"),
                "tenants",
                "the number of tenants among a million rows");
    }

    private void queries(String file, Figures here, String against, String words) {
        add(
                file,
                here,
                new LineChart(
                        "Cost of queries by " + against,
                        "Milliseconds of execution against " + words
                                + ", both logarithmic, for each query and contender.",
                        against,
                        "ms of execution, logarithmic",
                        true,
                        NO_GOAL,
                        panels(here, "query", against, "")));
    }

    private void startUp() {
        Figures here = figures.of("start-up");
        add(
                "start-up.svg",
                here,
                new LineChart(
                        "Bootstrap of a factory",
                        "Milliseconds that a cold JVM takes to build a factory against the number of entities, both logarithmic.",
                        "entities",
                        "ms in a JVM of its own, logarithmic",
                        true,
                        NO_GOAL,
                        List.of(new Panel("", series(here, "entities")))));
    }

    private void add(String file, Figures here, LineChart chart) {
        if (!here.isEmpty()) {
            files.put(file, chart.draw());
        }
    }

    private static List<Panel> panels(Figures figures, String by, String x, String prefix) {
        return figures.values(by).stream()
                .map(value -> new Panel(prefix + value, series(figures.at(by, value), x)))
                .toList();
    }

    private static List<Series> series(Figures figures, String x) {
        return figures.contenders().stream()
                .map(contender -> new Series(
                        contender,
                        figures.contender(contender).all().stream()
                                .map(figure -> point(figure, x))
                                .sorted(Comparator.comparingDouble(Series.Point::x))
                                .toList()))
                .toList();
    }

    private static Series.Point point(Measurement figure, String x) {
        return new Series.Point(Double.parseDouble(figure.at().get(x)), figure.median(), figure.low(), figure.high());
    }

    /** A letter; behind the library's there may be the advice that was followed. */
    private static boolean isContender(Measurement figure) {
        return figure.contender().matches("[a-g]|b .*");
    }

    private static Measurement named(Measurement figure, String contender) {
        return new Measurement(
                figure.experiment(),
                contender,
                figure.at(),
                figure.unit(),
                figure.median(),
                figure.low(),
                figure.high(),
                figure.samples());
    }
}
