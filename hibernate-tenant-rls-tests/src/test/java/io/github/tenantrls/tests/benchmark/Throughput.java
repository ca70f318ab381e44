// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.benchmark.worker.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * Transactions per second, and how long they take, by threads and by the latency of the network.
 *
 * <p>All contenders run in turn in the same minutes, one at a time; (a) and (b) in more rounds, one right after the other,
 * and in the other order each time, so that their ratio is known better than either.
 */
final class Throughput {

    private static final String DIRECT = "direct";
    private static final String DELAYED = "delayed";

    private final Entrants entrants;
    private final Run run;
    private final Duration slice;
    private final List<Integer> threads;
    private final List<Integer> threadsOfOthers;
    private long seed = 1;

    Throughput(Entrants entrants, Run run) {
        this.entrants = entrants;
        this.run = run;
        this.slice = Duration.ofMillis(run.choose(200, 300));
        this.threads = run.choose(List.of(1, 8), List.of(1, 2, 4, 8, 16, 32));
        this.threadsOfOthers = run.choose(List.of(8), List.of(1, 8, 32));
    }

    void measure() throws Exception {
        int connections = threads.get(threads.size() - 1);
        for (Entrant entrant : entrants.all()) {
            entrant.participant.open(DIRECT, entrant.database.url(), connections);
            entrant.participant.open(DELAYED, entrant.database.proxiedUrl(), connections);
            entrant.participant.check(DIRECT, 3);
        }
        warmUp();
        for (Latency latency : run.choose(Latency.FEW, Latency.ALL)) {
            for (Entrant entrant : entrants.all()) {
                entrant.database.roundTrips().latency(latency.delay());
            }
            for (int number : threads) {
                measure(latency, number);
            }
        }
    }

    /** All at once, for the compilers of their JVMs. */
    private void warmUp() throws Exception {
        Duration time = Duration.ofSeconds(run.choose(8, 60));
        ExecutorService executor = Executors.newCachedThreadPool();
        List<Future<?>> running = new ArrayList<>();
        for (Entrant entrant : entrants.all()) {
            running.add(executor.submit(() -> {
                load(entrant, DIRECT, 2, time.dividedBy(2));
                load(entrant, DELAYED, 2, time.dividedBy(2));
            }));
        }
        executor.shutdown();
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void measure(Latency latency, int number) throws Exception {
        Map<Contender, List<LoadResult>> results = new EnumMap<>(Contender.class);
        String factory = latency.isNone() ? DIRECT : DELAYED;
        for (Contender contender : inTurn(0, number)) { // opens connections and prepares statements
            load(entrants.get(contender), factory, number, slice);
        }
        Map<Contender, ProcessorTime> processor = new EnumMap<>(Contender.class);
        for (int round = 0; round < run.choose(3, 24); round++) {
            for (Contender contender : inTurn(round, number)) {
                Entrant entrant = entrants.get(contender);
                LoadResult result = processor
                        .computeIfAbsent(contender, key -> new ProcessorTime(entrant))
                        .during(() -> load(entrant, factory, number, slice));
                results.computeIfAbsent(contender, key -> new ArrayList<>()).add(result);
            }
        }
        Map<String, String> at = Map.of("threads", String.valueOf(number), "latency", latency.toString());
        results.forEach((contender, rounds) -> record(contender, at, rounds));
        if (latency.isNone()) { // by way of the proxy they do the same
            processor.forEach((contender, time) -> time.record(run, contender, at));
        }
        recordRatio(
                at,
                results.getOrDefault(Contender.PREDICATE, List.of()),
                results.getOrDefault(Contender.LIBRARY, List.of()));
    }

    /** The pair, in the other order each time, and now and then all others. */
    private List<Contender> inTurn(int round, int number) {
        List<Contender> order = new ArrayList<>(List.of(Contender.PREDICATE, Contender.LIBRARY));
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        if (round < run.choose(1, 3) && threadsOfOthers.contains(number)) {
            order.addAll(EnumSet.complementOf(EnumSet.copyOf(order)));
        }
        return order;
    }

    private LoadResult load(Entrant entrant, String factory, int number, Duration time) {
        return entrant.participant.load(factory, number, time, Entrants.TENANTS, nextSeed());
    }

    private synchronized long nextSeed() {
        return seed++;
    }

    private void record(Contender contender, Map<String, String> at, List<LoadResult> rounds) {
        String letter = contender.letter;
        run.record("throughput", letter, at, "transactions/s", samples(rounds, LoadResult::perSecond));
        run.record("latency", letter, with(at, "p50"), "ms", samples(rounds, result -> result.p50() / 1e6));
        run.record("latency", letter, with(at, "p95"), "ms", samples(rounds, result -> result.p95() / 1e6));
        run.record("latency", letter, with(at, "p99"), "ms", samples(rounds, result -> result.p99() / 1e6));
    }

    private void recordRatio(Map<String, String> at, List<LoadResult> predicate, List<LoadResult> library) {
        double[] ratios = new double[predicate.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = library.get(i).perSecond() / predicate.get(i).perSecond();
        }
        run.recordRatio("ratio", "b/a", at, new Samples(ratios));
    }

    private static Samples samples(List<LoadResult> rounds, ToDoubleFunction<LoadResult> figure) {
        return new Samples(rounds.stream().mapToDouble(figure).toArray());
    }

    private static Map<String, String> with(Map<String, String> at, String percentile) {
        Map<String, String> more = new TreeMap<>(at);
        more.put("percentile", percentile);
        return more;
    }
}
