// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Says every ten seconds how far a run has come. For one thread. */
final class Progress {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Instant begin = Instant.now();
    private final Duration duration;
    private final Results results;
    private Instant next = begin.plus(INTERVAL);

    Progress(Duration duration, Results results) {
        this.duration = duration;
        this.results = results;
    }

    void tell() {
        Instant now = Instant.now();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(INTERVAL);
        long elapsed = Duration.between(begin, now).toSeconds();
        long operations = results.operations().sum();
        System.out.printf(
                Locale.ROOT,
                "Faults: %d of %d s, %d s to go; %d operations, %d/s; %d faults took effect; findings: %s%n",
                elapsed,
                duration.toSeconds(),
                Math.max(0, duration.toSeconds() - elapsed),
                operations,
                operations / Math.max(1, elapsed),
                results.faults().sum(),
                results.findings().isEmpty()
                        ? "none"
                        : results.findings().told().get(0));
    }
}
