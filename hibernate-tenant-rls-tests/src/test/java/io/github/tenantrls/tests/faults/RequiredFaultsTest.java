// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.faults.Outcomes.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequiredFaultsTest {

    private final Results results = new Results();

    @Test
    void a_few_writes_may_have_ended_in_an_unknown_way() {
        writes(98, Outcome.COMMITTED);
        writes(2, Outcome.UNKNOWN);
        assertThat(told()).isEmpty();
    }

    @Test
    void if_none_was_compared_it_is_a_finding() {
        assertThat(told()).containsExactly("NO_EFFECT: how 0 of 0 writes have ended is not known");
    }

    @Test
    void many_of_them_are_a_finding() {
        writes(60, Outcome.COMMITTED);
        writes(37, Outcome.ROLLED_BACK);
        writes(3, Outcome.UNKNOWN);
        assertThat(told()).containsExactly("NO_EFFECT: how 3 of 100 writes have ended is not known");
    }

    /** With a fault of each kind, so that only the writes can be told of. */
    private List<String> told() {
        for (Fault fault : Fault.values()) {
            results.faults().add(fault, Stacks.PGBOUNCER);
        }
        RequiredFaults.require(results);
        return results.findings().told();
    }

    private void writes(int number, Outcome outcome) {
        for (int i = 0; i < number; i++) {
            results.units().add(Audit.WRITES + outcome);
        }
    }
}
