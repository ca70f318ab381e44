// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a thread did last, and what all threads count. For one thread; {@link #recent} for any. */
final class Trace {

    private static final int KEPT = 30;

    private final Results results;
    private final Deque<String> recent = new ArrayDeque<>();

    Trace(Results results) {
        this.results = results;
    }

    Results results() {
        return results;
    }

    synchronized void begins(String what) {
        if (recent.size() == KEPT) {
            recent.removeFirst();
        }
        recent.addLast(what);
    }

    void done(String operation) {
        results.operations().add(operation);
    }

    /** The oldest first. */
    synchronized List<String> recent() {
        return List.copyOf(recent);
    }
}
