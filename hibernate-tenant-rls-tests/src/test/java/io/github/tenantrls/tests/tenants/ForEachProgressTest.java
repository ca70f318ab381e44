// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tenants.ForEachProgress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ForEachProgressTest {

    @Test
    void the_rest_takes_as_long_for_each_as_it_took_until_now_failures_included() {
        assertThat(at(1, 0, OptionalLong.of(4), Duration.ofSeconds(10)).remaining())
                .contains(Duration.ofSeconds(30));
        assertThat(at(20, 5, OptionalLong.of(100), Duration.ofMinutes(1)).remaining())
                .contains(Duration.ofMinutes(3));
        assertThat(at(1, 999_999, OptionalLong.of(3_000_000), Duration.ofDays(1))
                        .remaining())
                .contains(Duration.ofDays(2));
    }

    @Test
    void nothing_remains_at_the_end_and_after_it() {
        assertThat(at(4, 0, OptionalLong.of(4), Duration.ofSeconds(10)).remaining())
                .contains(Duration.ZERO);
        assertThat(at(5, 0, OptionalLong.of(4), Duration.ofSeconds(10)).remaining())
                .contains(Duration.ZERO);
    }

    @Test
    void without_a_total_or_an_end_yet_nobody_knows() {
        assertThat(at(4, 0, OptionalLong.empty(), Duration.ofSeconds(10)).remaining())
                .isEmpty();
        assertThat(at(0, 0, OptionalLong.of(4), Duration.ofSeconds(10)).remaining())
                .isEmpty();
    }

    private static ForEachProgress at(long done, long failed, OptionalLong total, Duration elapsed) {
        return new ForEachProgress("acme", Optional.empty(), done, failed, total, elapsed);
    }
}
