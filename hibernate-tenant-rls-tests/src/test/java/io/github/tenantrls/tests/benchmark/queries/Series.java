// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import io.github.tenantrls.tests.benchmark.Samples;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The times of one who asks: of each round the median. What takes long is asked less often, or once. */
final class Series {

    /** A round of one asker takes about so long. */
    private static final double ROUND_MILLIS = 10;

    private static final int MOST_TIMES = 100;

    /** What takes longer is asked twice. */
    private static final double SLOW_MILLIS = 300;

    /** What takes longer is asked once. */
    private static final double SLOWEST_MILLIS = 1_500;

    /** What is measured. */
    enum Time {
        WALL("wall", ""),
        PLANNING("planning", "Planning Time"),
        EXECUTION("execution", "Execution Time");

        final String title;
        private final String line;

        Time(String title, String line) {
            this.title = title;
            this.line = line;
        }
    }

    final Asked asked;
    private final List<Double> wall = new ArrayList<>();
    private final List<Double> planning = new ArrayList<>();
    private final List<Double> execution = new ArrayList<>();
    private int times = 1;
    private int rounds = Integer.MAX_VALUE;

    Series(Asked asked) {
        this.asked = asked;
    }

    List<Double> of(Time time) {
        return switch (time) {
            case WALL -> wall;
            case PLANNING -> planning;
            case EXECUTION -> execution;
        };
    }

    /** Asks for the first time, which counts if it takes long; returns the plan. */
    List<String> start() throws SQLException {
        List<String> plan = ask(1);
        double first = wall.get(0);
        if (first > SLOW_MILLIS) {
            rounds = first > SLOWEST_MILLIS ? 1 : 2;
        } else {
            times = asked.isUpdate() ? 1 : (int) Math.max(1, Math.min(MOST_TIMES, ROUND_MILLIS / first));
            asked.wallTimes(times);
            for (Time time : Time.values()) {
                of(time).clear();
            }
        }
        return plan;
    }

    /** One round. */
    void ask() throws SQLException {
        if (wall.size() < rounds) {
            ask(times);
        }
    }

    private List<String> ask(int number) throws SQLException {
        wall.add(new Samples(asked.wallTimes(number)).median());
        List<List<String>> plans = asked.explain(number);
        for (Time time : List.of(Time.PLANNING, Time.EXECUTION)) {
            of(time).add(new Samples(plans.stream()
                            .mapToDouble(plan -> millis(plan, time))
                            .toArray())
                    .median());
        }
        return plans.get(0);
    }

    private static double millis(List<String> plan, Time time) {
        return plan.stream()
                .filter(line -> line.startsWith(time.line))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9.]", "")))
                .findFirst()
                .orElseThrow();
    }
}
