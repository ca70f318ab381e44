// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Holds the figures against what was to be reached; a goal of which nothing was measured is left out. */
final class Goals {

    private static final double THROUGHPUT = 0.97;
    private static final double QUERY = 1.05;

    /** Their operators are not leakproof: an index serves them by the advice of the documentation. */
    private static final Set<String> ADVISED = Set.of("like", "full text");

    private final Figures figures;
    private final List<Goal> goals = new ArrayList<>();

    private Goals(Figures figures) {
        this.figures = figures;
    }

    static List<Goal> of(Figures figures) {
        Goals goals = new Goals(figures);
        goals.roundTrips();
        goals.throughput();
        goals.queries();
        goals.goals.addAll(ClientGoals.of(figures));
        return List.copyOf(goals.goals);
    }

    private void roundTrips() {
        Figures plain = figures.of("round-trips").at("kind", "plain");
        List<String> shapes = plain.contender("b").values("shape");
        List<String> more = shapes.stream()
                .filter(shape -> !plain.at("shape", shape)
                        .contender("a")
                        .first()
                        .map(Measurement::median)
                        .equals(plain.at("shape", shape).contender("b").first().map(Measurement::median)))
                .toList();
        if (!shapes.isEmpty()) {
            String differing = more.isEmpty() ? "" : ", not in: " + String.join(", ", more);
            goals.add(new Goal(
                    "Round trips: (b) = (a) in every shape that is not a documented fallback",
                    "equal in " + (shapes.size() - more.size()) + " of " + shapes.size() + " shapes" + differing,
                    more.isEmpty()));
        }
    }

    private void throughput() {
        Figures ratios = figures.of("ratio").contender("b/a");
        for (String latency : ratios.values("latency")) {
            addAtLeast(
                    "Throughput: (b) at least 0.97 of (a), " + latency + " of latency added",
                    ratios.at("latency", latency));
        }
    }

    private void queries() {
        queries("execution", "execution on the server");
        queries("wall", "until all rows are there");
    }

    private void queries(String time, String words) {
        Figures ratios = figures.of("queries")
                .in("ratio")
                .at("time", time)
                .where(figure -> figure.contender().startsWith("b"));
        Figures leakproof = ratios.contender("b/a")
                .where(figure -> !ADVISED.contains(figure.at().get("query")));
        addQuery("Query cost, " + words + ": (b) at most 1.05 of (a) where operators are leakproof", leakproof);
        for (String query :
                ratios.where(figure -> !figure.contender().equals("b/a")).values("query")) {
            addQuery(
                    "Query cost, " + words + ": (b) at most 1.05 of (a) for " + query + ", as advised",
                    ratios.at("query", query));
        }
    }

    private void addAtLeast(String text, Figures ratios) {
        List<Measurement> missed =
                ratios.where(ratio -> ratio.median() < THROUGHPUT).all();
        long surely = missed.stream().filter(ratio -> ratio.high() < THROUGHPUT).count();
        ratios.all().stream()
                .min(Comparator.comparingDouble(Measurement::median))
                .ifPresent(least -> add(text, ratios.all().size(), missed.size(), surely, "least", least));
    }

    private void addQuery(String text, Figures ratios) {
        List<Measurement> missed = ratios.where(ratio -> ratio.median() > QUERY).all();
        long surely = missed.stream().filter(ratio -> ratio.low() > QUERY).count();
        ratios.all().stream()
                .max(Comparator.comparingDouble(Measurement::median))
                .ifPresent(greatest -> add(text, ratios.all().size(), missed.size(), surely, "greatest", greatest));
    }

    private void add(String text, int all, int missed, long surely, String extreme, Measurement figure) {
        goals.add(new Goal(
                text,
                "in " + (all - missed) + " of " + all + (missed == 0 ? "" : ", surely missed in " + surely) + "; "
                        + extreme + " " + Numbers.spread(figure) + " at " + place(figure),
                missed == 0));
    }

    private static String place(Measurement figure) {
        StringBuilder place = new StringBuilder();
        figure.at()
                .forEach((key, value) -> place.append(place.isEmpty() ? "" : ", ")
                        .append(key)
                        .append(' ')
                        .append(value));
        return place.toString();
    }
}
