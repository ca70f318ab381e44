// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.benchmark.worker.LoadResult;
import io.github.tenantrls.tests.support.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The time of the processors that a contender's transactions take, on either side of the connection: of the client with its
 * compilers and garbage collectors, and of the server's processes for its connections. The system counts it in steps of ten
 * milliseconds or so, hence only sums over many rounds are of use.
 */
final class ProcessorTime {

    private final List<Long> client;
    private final List<Long> server;
    private long nanos;
    private long nanosOnServer;
    private long transactions;

    /**
     * Of the connections that the contender has now.
     *
     * @throws IllegalStateException if it has none
     */
    ProcessorTime(Entrant entrant) {
        client = List.of(entrant.participant.pid());
        server = entrant
                .database
                .query(
                        Role.SUPERUSER,
                        "select pid from pg_stat_activity where datname = current_database() and usename = 'app'")
                .stream()
                .map(pid -> Long.valueOf(String.valueOf(pid)))
                .toList();
        if (server.isEmpty()) {
            throw new IllegalStateException("No connection of " + entrant.contender);
        }
    }

    /** Adds what a load takes. */
    LoadResult during(Supplier<LoadResult> load) {
        Duration before = of(client);
        Duration beforeOnServer = of(server);
        LoadResult result = load.get();
        nanos += of(client).minus(before).toNanos();
        nanosOnServer += of(server).minus(beforeOnServer).toNanos();
        transactions += result.transactions();
        return result;
    }

    /** Microseconds for each transaction. */
    void record(Run run, Contender contender, Map<String, String> at) {
        record(run, contender, at, "client", nanos);
        record(run, contender, at, "server", nanosOnServer);
    }

    private void record(Run run, Contender contender, Map<String, String> at, String side, long sum) {
        Map<String, String> more = new TreeMap<>(at);
        more.put("side", side);
        run.record("processor", contender.letter, more, "µs", new Samples(sum / 1e3 / transactions));
    }

    private static Duration of(List<Long> processes) {
        return processes.stream()
                .map(pid -> ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow(() -> new IllegalStateException("No processor time of process " + pid)))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
