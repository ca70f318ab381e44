// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import io.github.tenantrls.tests.faults.Outcomes.Outcome;
import io.github.tenantrls.tests.support.PgBouncer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a run must have come to for its zeros to mean something: faults that took effect, and writes whose end is known. */
final class RequiredFaults {

    /** Those that need two transactions, or a server, in a state that the harness does not bring about by itself. */
    private static final Set<Fault> MAY_BE_MISSING = EnumSet.of(
            Fault.SWALLOWED,
            Fault.INTERNAL,
            Fault.DEADLOCK,
            Fault.STARTING,
            Fault.FAILED_TRANSACTION,
            Fault.ROLLED_BACK_JTA);

    /** Of all writes. Only a connection that breaks in the commit leaves one; ten minutes of it were 0.2%. */
    private static final double MOST_UNKNOWN = 0.02;

    private RequiredFaults() {}

    static void require(Results results) {
        for (Fault fault : EnumSet.complementOf(EnumSet.copyOf(MAY_BE_MISSING))) {
            if (results.faults().count(fault) == 0) {
                results.findings().add(Kind.NO_EFFECT, "never took effect: " + fault.meaning);
            }
        }
        if (PgBouncer.isThere() && results.faults().count(Fault.BROKEN, Stacks.PGBOUNCER) == 0) {
            results.findings().add(Kind.NO_EFFECT, "no connection by way of PgBouncer was broken");
        }
        unknown(results);
    }

    /** Whatever is told as unknown is not compared with what is there. */
    private static void unknown(Results results) {
        Map<String, Long> counts = results.units().counts();
        long all = Stream.of(Outcome.values())
                .mapToLong(outcome -> writes(counts, outcome))
                .sum();
        long unknown = writes(counts, Outcome.UNKNOWN);
        if (all == 0 || unknown > all * MOST_UNKNOWN) {
            results.findings().add(Kind.NO_EFFECT, "how " + unknown + " of " + all + " writes have ended is not known");
        }
    }

    private static long writes(Map<String, Long> counts, Outcome outcome) {
        return counts.getOrDefault(Audit.WRITES + outcome, 0L);
    }
}
