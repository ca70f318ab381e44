// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

/**
 * All that a run counts. Thread-safe.
 *
 * @param operations by API
 * @param units of work, by the stack and how they ended
 * @param faults that took effect, by {@link Fault} and by the stack
 * @param injections by kind
 */
record Results(
        Findings findings, Outcomes outcomes, Tally operations, Tally units, FaultTally faults, Tally injections) {

    Results() {
        this(new Findings(), new Outcomes(), new Tally(), new Tally(), new FaultTally(), new Tally());
    }
}
