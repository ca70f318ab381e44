// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Invariants 1, 2, 5 to 11 and 15: whatever is done with connections, each session sees and changes its tenant's rows. */
class AnySequenceIT {

    @SuppressWarnings("NullAway.Init") // before the first
    private static AnySequence sequences;

    @BeforeContainer
    static void create() {
        sequences = new AnySequence();
    }

    @AfterContainer
    static void close() throws Exception {
        sequences.close();
    }

    /** So that the property does not hold because nothing of the kind ever happens. */
    @AfterContainer
    static void statements_were_refused_for_each_reason() {
        assertThat(Attempt.REFUSED).containsKeys(Refusal.OTHER_TENANT, Refusal.FAILED_TRANSACTION, Refusal.OPEN_CURSOR);
    }

    @Provide
    Arbitrary<List<Step>> any() {
        return AnySequence.any();
    }

    @Property
    void each_session_sees_and_changes_the_rows_of_its_tenant(@ForAll Setup setup, @ForAll("any") List<Step> steps) {
        sequences.run(setup, Breaking.NOTHING, steps);
    }
}
