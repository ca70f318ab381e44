// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.PgBouncer;
import io.github.tenantrls.tests.support.RestartableServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Has many threads work for many tenants, in phases; after each one it looks whether all is as it must be. */
final class Harness {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Plan plan;
    private final @Nullable RestartableServer server;
    private final Database database;
    private final @Nullable PgBouncer pgBouncer;
    private final Results results = new Results();
    private volatile boolean ended;

    /**
     * Sets it up.
     *
     * @param server the one of the database; without it nothing is broken from outside
     */
    Harness(Plan plan, @Nullable RestartableServer server, Database database, @Nullable PgBouncer pgBouncer) {
        this.plan = plan;
        this.server = server;
        this.database = database;
        this.pgBouncer = pgBouncer;
    }

    /** Runs until the duration is over, or something was found. */
    Results run() throws Exception {
        Instant end = Instant.now().plus(plan.duration());
        Progress progress = new Progress(plan.duration(), results);
        Audit audit = new Audit(database, results);
        LoggedErrors logged = new LoggedErrors(results);
        try (Stacks stacks = new Stacks(database, pgBouncer, plan.underneath())) {
            plan.sabotage().accept(database);
            results.findings().begin();
            for (int phase = 0; results.findings().isEmpty() && Instant.now().isBefore(end); phase++) {
                Instant phaseEnd = Instant.now().plus(plan.phase());
                phase(stacks, phase, phaseEnd.isBefore(end) ? phaseEnd : end, progress);
                new Quiet(database, stacks, results.findings()).check();
                audit.check();
                if (results.findings().isEmpty()) {
                    audit.forget();
                    stacks.all().forEach(stack -> stack.factory().getCache().evictAllRegions());
                }
            }
        } finally {
            logged.close();
        }
        return results;
    }

    private void phase(Stacks stacks, int phase, Instant end, Progress progress) throws InterruptedException {
        ended = false;
        List<Worker> workers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < plan.threads(); i++) {
            Worker worker = new Worker(stacks.all(), results, random(phase, i), () -> ended);
            workers.add(worker);
            threads.add(new Thread(worker, "faults-" + i));
        }
        threads.forEach(Thread::start);
        try (Injector injector = new Injector(results, random(phase, -1))) {
            if (server != null) {
                injector.start(
                        new Injector.Targets(server, database, pgBouncer, stacks.all(), threads), plan.restarts());
            }
            while (Instant.now().isBefore(end) && results.findings().isEmpty()) {
                Thread.sleep(50);
                progress.tell();
            }
        } finally {
            ended = true;
        }
        join(workers, threads);
    }

    private Random random(int phase, int thread) {
        return new Random(plan.seed() * 1_000_003 + phase * 1_009L + thread);
    }

    private void join(List<Worker> workers, List<Thread> threads) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        for (int i = 0; i < threads.size(); i++) {
            Thread thread = threads.get(i);
            thread.join(Math.max(1, Duration.between(Instant.now(), end).toMillis()));
            if (thread.isAlive()) {
                results.findings()
                        .add(
                                Kind.UNEXPECTED,
                                thread.getName() + " hangs: " + Arrays.toString(thread.getStackTrace()) + "; "
                                        + workers.get(i).trace().recent());
            }
        }
    }
}
