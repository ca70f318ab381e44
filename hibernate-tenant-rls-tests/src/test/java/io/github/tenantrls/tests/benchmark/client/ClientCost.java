// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import io.github.tenantrls.tests.benchmark.Run;
import io.github.tenantrls.tests.benchmark.Samples;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What the client's side of a transaction takes, in time and in memory that is allocated, by JMH. A sample is an iteration
 * of it. No network and no server are in it, so that what the library adds is not lost in them.
 */
public final class ClientCost {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private ClientCost() {}

    /** Measures all shapes in all ways; the contenders of the figures are the ways, in lower case. */
    public static void measure(Run run) throws RunnerException {
        for (RunResult result : new Runner(options(run)).run()) {
            String way = result.getParams().getParam("way").toLowerCase(Locale.ROOT);
            Map<String, String> at = Map.of(
                    "shape", result.getPrimaryResult().getLabel(),
                    "pool", result.getParams().getParam("pool").toLowerCase(Locale.ROOT));
            run.record("client", way, at, "ns", samples(result, false));
            run.record("client", way, at, "B", samples(result, true));
        }
    }

    private static Options options(Run run) {
        return new OptionsBuilder()
                .include("^" + TransactionBenchmark.class.getName() + "\\.")
                .include("^" + LaterStatementBenchmark.class.getName() + "\\.")
                .param("pool", CannedPool.AGROAL.name())
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .forks(run.choose(1, 3))
                .warmupIterations(run.choose(2, 3))
                .measurementIterations(run.choose(3, 3))
                .warmupTime(TimeValue.milliseconds(run.choose(500, 1000)))
                .measurementTime(TimeValue.milliseconds(run.choose(300, 1000)))
                .build();
    }

    private static Samples samples(RunResult result, boolean allocated) {
        return new Samples(result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .mapToDouble(iteration -> score(iteration, allocated))
                .toArray());
    }

    private static double score(IterationResult iteration, boolean allocated) {
        return allocated
                ? Objects.requireNonNull(iteration.getSecondaryResults().get(ALLOCATED))
                        .getScore()
                : iteration.getPrimaryResult().getScore();
    }
}
