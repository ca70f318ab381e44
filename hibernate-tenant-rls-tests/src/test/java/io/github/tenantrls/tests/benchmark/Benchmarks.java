// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.benchmark.client.ClientCost;
import io.github.tenantrls.tests.benchmark.queries.Queries;
import io.github.tenantrls.tests.benchmark.report.Report;
import io.github.tenantrls.tests.benchmark.startup.StartUp;
import io.github.tenantrls.tests.support.OtherServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the experiments, prints their figures and writes them to a folder.
 *
 * <p>System properties: {@code benchmarks.size}, {@code short} or {@code full}; {@code benchmarks.only}, names of experiments
 * separated by commas, all of them without it; {@code benchmarks.folder}; {@code benchmarks.page}, where the report of a full
 * run of all goes, beside the folder.
 */
public final class Benchmarks {

    private Benchmarks() {}

    /** Runs what the system properties say. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(System.getProperty("benchmarks.folder", "target/benchmarks")));
        for (String file : List.of("results.csv", "plans.txt")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Run run = new Run(folder, isFull(System.getProperty("benchmarks.size", "short")));
        Set<String> only = new TreeSet<>(
                Arrays.asList(System.getProperty("benchmarks.only", "").split("\\s*,\\s*")));
        only.remove("");
        measure(run, only);
        Report.write(folder);
        String page = System.getProperty("benchmarks.page", "");
        if (run.isFull() && only.isEmpty() && !page.isEmpty()) {
            Report.publish(folder, Path.of(page), "images/benchmarks");
        }
        System.exit(0); // whatever threads drivers and pools have left
    }

    private static boolean isFull(String size) {
        if (!Set.of("short", "full").contains(size)) {
            throw new IllegalArgumentException("benchmarks.size is short or full, not " + size);
        }
        return size.equals("full");
    }

    private static void measure(Run run, Set<String> only) throws Exception {
        BenchmarkServer settings = new BenchmarkServer(run);
        try (OtherServer server = settings.start();
                Entrants entrants = new Entrants(server, run)) {
            Map<String, Experiment> all = new LinkedHashMap<>();
            for (Experiment experiment : experiments(server, entrants)) {
                all.put(experiment.name(), experiment);
            }
            if (!all.keySet().containsAll(only)) {
                throw new IllegalArgumentException("benchmarks.only names some of " + all.keySet());
            }
            Environment.write(run, settings, server);
            for (Experiment experiment : all.values()) {
                if (only.isEmpty() || only.contains(experiment.name())) {
                    measure(experiment, run);
                }
            }
        }
    }

    private static void measure(Experiment experiment, Run run) throws Exception {
        int before = run.measurements().size();
        Instant start = Instant.now();
        experiment.measure(run);
        List<Measurement> measurements = run.measurements();
        System.out.println(Tables.of(measurements.subList(before, measurements.size())));
        System.out.println(experiment.name() + " took "
                + Duration.between(start, Instant.now()).toSeconds() + " s");
    }

    private static List<Experiment> experiments(OtherServer server, Entrants entrants) {
        return List.of(
                new Named("round-trips", run -> RoundTrips.measure(entrants.all(), run)),
                new Named("throughput", run -> {
                    ProxyPrecision.measure(entrants.get(Contender.PREDICATE).database, run);
                    new Throughput(entrants, run).measure();
                }),
                new Named("queries", run -> {
                    String condition = entrants.get(Contender.HIBERNATE_8).policy();
                    entrants.close(); // what they have open is not to count
                    new Queries(server, condition, run).measure();
                }),
                new Named("start-up", run -> StartUp.measure(server, run)),
                new Named("client", ClientCost::measure));
    }

    /** An experiment by its name. */
    private record Named(String name, Body body) implements Experiment {
        @Override
        public void measure(Run run) throws Exception {
            body.measure(run);
        }
    }

    private interface Body {
        void measure(Run run) throws Exception;
    }
}
