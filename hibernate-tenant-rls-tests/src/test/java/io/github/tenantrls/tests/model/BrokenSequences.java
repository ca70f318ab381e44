// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/**
 * The property on what is broken; {@link BrokenSequencesIT} runs it, and it is to fail. It stops at the first sequence that
 * does; there may be so many before it that no luck is needed. The seed is fixed, because now and then shrinking ends at a
 * sequence that is one step longer than the shortest, and from which no step alone can be taken.
 */
class BrokenSequences {

    static @Nullable AnySequence sequences;

    static Breaking breaking = Breaking.NOTHING;

    @Provide
    Arbitrary<List<Step>> any() {
        return AnySequence.any();
    }

    @Property(seed = "42", tries = 20_000, shrinking = ShrinkingMode.FULL)
    void each_session_sees_and_changes_the_rows_of_its_tenant(@ForAll("any") List<Step> steps) {
        Objects.requireNonNull(sequences).run(Setup.DEFAULT, breaking, steps);
    }
}
