// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.hibernate.Session;

/**
 * A mix of transactions for tenants that are drawn by a seed: of ten, seven list ten rows, two read one, and one reads and
 * updates one. Each row that is read is held against its tenant.
 */
final class Load {

    private static final int PAGE = 10;

    private final Application application;
    private final int tenants;
    private final long nanos;

    Load(Application application, int tenants, Duration time) {
        this.application = application;
        this.tenants = tenants;
        this.nanos = time.toNanos();
    }

    LoadResult run(int threads, long seed) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Times>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(seed * 1000 + i);
                running.add(executor.submit(() -> work(random)));
            }
            List<Times> all = new ArrayList<>();
            for (Future<Times> thread : running) {
                all.add(thread.get());
            }
            return result(all);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("The load failed: " + e, e);
        } finally {
            executor.shutdown();
        }
    }

    private Times work(Random random) {
        Times times = new Times();
        long start = System.nanoTime();
        long end = start;
        for (int i = 0; end - start < nanos; i++) {
            transaction(i % 10, random);
            long now = System.nanoTime();
            times.add(now - end);
            end = now;
        }
        times.elapsed = end - start;
        return times;
    }

    private void transaction(int kind, Random random) {
        int number = 1 + random.nextInt(tenants);
        int place = random.nextInt(Participant.ROWS - PAGE);
        UUID tenant = Participant.tenant(number);
        application.inTransaction(tenant, session -> work(session, tenant, kind, number, place));
    }

    private void work(Session session, UUID tenant, int kind, int number, int place) {
        Statements statements = application.statements(session, tenant);
        if (kind < 7) {
            List<? extends Item> rows = statements.list(place, PAGE);
            check(rows.size() == PAGE && rows.stream().allMatch(row -> row.owner == number));
        } else {
            Item row = statements.lookUp(Participant.item(number, place));
            check(row.owner == number);
            row.amount += kind == 9 ? 1 : 0;
        }
    }

    private static void check(boolean right) {
        if (!right) {
            throw new IllegalStateException("A query did not return the rows of its tenant");
        }
    }

    private static LoadResult result(List<Times> all) {
        long[] sorted = all.stream().flatMapToLong(Times::stream).sorted().toArray();
        double perSecond = all.stream()
                .mapToDouble(times -> times.count * 1e9 / times.elapsed)
                .sum();
        return new LoadResult(sorted.length, perSecond, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    /** The times of one thread's transactions, in nanoseconds. */
    private static final class Times {
        private long[] nanos = new long[1024];
        int count;
        long elapsed;

        void add(long time) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = time;
        }

        LongStream stream() {
            return Arrays.stream(nanos, 0, count);
        }
    }
}
