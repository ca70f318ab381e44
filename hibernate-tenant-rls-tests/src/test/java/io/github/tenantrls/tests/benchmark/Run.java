// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run: how much is measured, and what came of it. Not thread-safe. */
public final class Run {

    private final Path folder;
    private final boolean full;
    private final Results results;
    private final List<Measurement> measurements = new ArrayList<>();

    /**
     * A run whose figures are kept.
     *
     * @param folder what is written goes there
     * @param full as much as the documentation shows, else just enough to see that all of it works
     */
    public Run(Path folder, boolean full) {
        this.folder = folder;
        this.full = full;
        this.results = new Results(folder.resolve("results.csv"));
    }

    /** Where files go. */
    public Path folder() {
        return folder;
    }

    /** Whether it is the long form. */
    public boolean isFull() {
        return full;
    }

    /** One of two, by the form of the run. */
    public <T> T choose(T shortForm, T fullForm) {
        return full ? fullForm : shortForm;
    }

    /** Records a figure. */
    public void record(Measurement measurement) {
        results.append(measurement);
        measurements.add(measurement);
    }

    /** Records the figures of several rounds. */
    public void record(String experiment, String contender, Map<String, String> at, String unit, Samples samples) {
        record(new Measurement(
                experiment, contender, at, unit, samples.median(), samples.low(), samples.high(), samples.count()));
    }

    /** Records the ratio of two contenders, round by round, with the bounds of its median. */
    public void recordRatio(String experiment, String contender, Map<String, String> at, Samples samples) {
        double[] bounds = samples.medianBounds();
        record(new Measurement(
                experiment, contender, at, "ratio", samples.median(), bounds[0], bounds[1], samples.count()));
    }

    /** All figures so far. */
    public List<Measurement> measurements() {
        return List.copyOf(measurements);
    }
}
