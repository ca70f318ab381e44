// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What must not be, and was: counted by kind, with the first few told. Thread-safe. */
final class Findings {

    private static final int TOLD = 10;

    /** What the result is given by, each with how many. */
    enum Kind {
        LEAK("rows of another tenant read or written"),
        LOST("writes that were committed and are not there, or not where they belong"),
        UNDONE("writes that were rolled back and are there all the same"),
        CONNECTION("connections that did not come back, or came back in a transaction"),
        TENANT_LEFT("connections in a pool with a tenant on them"),
        UNEXPECTED("exceptions that no fault explains, threads that hang or are left"),
        NO_EFFECT("kinds of faults that never took effect, and 1 if the outcome of over 2% of the writes is unknown");

        final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }
    }

    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private Instant begun = Instant.now();
    private @Nullable Instant first;
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** From now on it is counted how long it takes until something is found. */
    synchronized void begin() {
        begun = Instant.now();
    }

    /** How long it took until the first was found. */
    synchronized Duration foundAfter() {
        return Duration.between(begun, first == null ? Instant.MAX : first);
    }

    synchronized void add(Kind kind, String what) {
        first = first == null ? Instant.now() : first;
        if (counts.merge(kind, 1, Integer::sum) <= TOLD) {
            told.add(kind + ": " + what);
        }
    }

    /** Says more about what was added. */
    synchronized void tell(String what) {
        if (told.size() <= TOLD) {
            told.add(what);
        }
    }

    synchronized int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    synchronized boolean isEmpty() {
        return counts.isEmpty();
    }

    List<String> told() {
        return told;
    }
}
