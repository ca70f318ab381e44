// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import java.time.Duration;
import java.util.List;

/** What the network adds to each round trip. */
record Latency(String title, Duration delay) {

    private static final Latency NONE = new Latency("0 ms", Duration.ZERO);
    private static final Latency ONE = new Latency("1 ms", Duration.ofMillis(1));

    static final List<Latency> ALL = List.of(
            NONE, new Latency("0.5 ms", Duration.ofNanos(500_000)), ONE, new Latency("5 ms", Duration.ofMillis(5)));

    static final List<Latency> FEW = List.of(NONE, ONE);

    /** Nothing is added: then there is no proxy either. */
    boolean isNone() {
        return delay.isZero();
    }

    @Override
    public String toString() {
        return title;
    }
}
