// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import io.github.tenantrls.tests.support.PgBouncer;
import java.util.EnumSet;
import java.util.Set;

/** Which faults must have taken effect, so that it is noticed if they are no longer injected. */
final class RequiredFaults {

    /** Those that need two transactions, or a server, in a state that the harness does not bring about by itself. */
    private static final Set<Fault> MAY_BE_MISSING = EnumSet.of(
            Fault.SWALLOWED,
            Fault.INTERNAL,
            Fault.DEADLOCK,
            Fault.STARTING,
            Fault.FAILED_TRANSACTION,
            Fault.ROLLED_BACK_JTA);

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
    }
}
