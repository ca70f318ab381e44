// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.tenantrls.tests.support.TestSchema;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Controls of {@link AnySequenceIT}: what is broken is found, and by a sequence that has nothing superfluous. */
class BrokenSequencesIT {

    private final AnySequence sequences = new AnySequence();

    @BeforeEach
    void create() {
        BrokenSequences.sequences = sequences;
    }

    @AfterEach
    void drop() throws Exception {
        BrokenSequences.breaking = Breaking.NOTHING;
        sequences.close();
    }

    @Test
    void without_policies_the_first_read_shows_it() {
        TestSchema.of(sequences.database).unprotect("item");
        assertThat(shortestSequence()).matches("session \\d: (READ|INSERT|FORGE|LOOK_FROM_OUTSIDE) \\d+");
    }

    @ParameterizedTest
    @CsvSource({"STAYS, 1", "NOT_AFTER_ROLLBACK_TO_SAVEPOINT, 4", "ONCE_PER_TRANSACTION, 3"})
    void what_is_broken_in_the_binding_is_found_in_few_steps(Breaking breaking, int steps) {
        BrokenSequences.breaking = breaking;
        assertThat(shortestSequence().split(", ")).hasSizeLessThanOrEqualTo(steps);
    }

    private static String shortestSequence() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(BrokenSequences.class))
                                .build(),
                        listener);
        assertThat(listener.getSummary().getFailures()).hasSize(1);
        String message = String.valueOf(
                listener.getSummary().getFailures().get(0).getException().getMessage());
        Matcher sequence =
                Pattern.compile("^After \\[(.*)] with .*", Pattern.DOTALL).matcher(message);
        assertThat(sequence.matches()).as(message).isTrue();
        return sequence.group(1);
    }
}
