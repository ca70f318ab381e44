// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import io.github.tenantrls.tests.benchmark.Run;
import io.github.tenantrls.tests.benchmark.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The times of one statement, asked by several in turn. */
final class Comparison {

    private final Run run;
    private final Map<String, String> at;
    private final List<Series> all;

    /** For statements at a place, of which the first is what the others are compared with. */
    Comparison(Run run, Map<String, String> at, List<Asked> all) {
        this.run = run;
        this.at = at;
        this.all = all.stream().map(Series::new).toList();
    }

    void measure() throws SQLException, IOException {
        for (Series series : all) {
            writePlan(series.asked.asker, series.start());
        }
        List<Series> order = new ArrayList<>(all);
        for (int round = 0; round < run.choose(2, 15); round++) {
            for (Series series : order) {
                series.ask();
            }
            Collections.reverse(order);
        }
        all.forEach(this::record);
    }

    private void record(Series series) {
        Series base = all.get(0);
        String name = series.asked.asker.name();
        for (Series.Time time : Series.Time.values()) {
            run.record("queries", name, with(time), "ms", samples(series.of(time)));
            if (name.startsWith(Asker.ISOLATED.name())) {
                run.recordRatio("queries", name + "/a", with(time), ratio(series.of(time), base.of(time)));
            }
        }
    }

    /** Round by round, as far as both have some. */
    private static Samples ratio(List<Double> figures, List<Double> base) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(figures.size(), base.size()); i++) {
            ratios.add(figures.get(i) / base.get(i));
        }
        return samples(ratios);
    }

    private Map<String, String> with(Series.Time time) {
        Map<String, String> more = new TreeMap<>(at);
        more.put("time", time.title);
        return more;
    }

    private static Samples samples(List<Double> figures) {
        return new Samples(figures.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void writePlan(Asker asker, List<String> plan) throws IOException {
        Path file = run.folder().resolve("plans.txt");
        List<String> lines = new ArrayList<>(List.of("", "(" + asker.name() + ") " + new TreeMap<>(at)));
        lines.addAll(plan);
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
