// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What the clients know of each write. Thread-safe. */
final class Outcomes {

    enum Outcome {
        /** Not told as yet. */
        PENDING,
        COMMITTED,
        ROLLED_BACK,
        /** The connection broke while it was committed, so it may be there or not. */
        UNKNOWN
    }

    private final AtomicLong last = new AtomicLong();
    private final Map<Long, Outcome> byWrite = new ConcurrentHashMap<>();
    private final Queue<List<Long>> unknown = new ConcurrentLinkedQueue<>();
    private final Map<Long, String> origins = new ConcurrentHashMap<>();

    /** The number of a new write, by whom it is. */
    long issue(String origin) {
        long write = last.incrementAndGet();
        byWrite.put(write, Outcome.PENDING);
        origins.put(write, origin);
        return write;
    }

    void tell(Iterable<Long> writes, Outcome outcome) {
        writes.forEach(write -> byWrite.put(write, outcome));
    }

    /** Of a transaction of which it is not known whether it was committed. */
    void unknown(List<Long> writes) {
        unknown.add(List.copyOf(writes));
        tell(writes, Outcome.UNKNOWN);
    }

    /** The writes of each transaction of which it is not known. */
    Collection<List<Long>> unknown() {
        return unknown;
    }

    /** All since they were last forgotten. */
    Map<Long, Outcome> all() {
        return Map.copyOf(byWrite);
    }

    String origin(long write) {
        return origins.getOrDefault(write, "unknown");
    }

    void forget() {
        byWrite.clear();
        unknown.clear();
        origins.clear();
    }
}
