// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** How often each kind of fault took effect, on which stack. Thread-safe. */
final class FaultTally {

    private final Map<Fault, Tally> byFault = new EnumMap<>(Fault.class);

    FaultTally() {
        for (Fault fault : Fault.values()) {
            byFault.put(fault, new Tally());
        }
    }

    void add(Fault fault, String stack) {
        of(fault).add(stack);
    }

    long count(Fault fault) {
        return of(fault).sum();
    }

    long count(Fault fault, String stack) {
        return of(fault).counts().getOrDefault(stack, 0L);
    }

    long sum() {
        return byFault.values().stream().mapToLong(Tally::sum).sum();
    }

    private Tally of(Fault fault) {
        return Objects.requireNonNull(byFault.get(fault));
    }
}
