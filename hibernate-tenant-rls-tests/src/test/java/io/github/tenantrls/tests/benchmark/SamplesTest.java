// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {

    /** The ranks are those of the tables for the sign test, at 5% on two sides. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "5, 1, 5",
        "6, 1, 6",
        "9, 2, 8",
        "10, 2, 9",
        "15, 4, 12",
        "20, 6, 15",
        "24, 7, 18",
        "40, 14, 27"
    })
    void the_median_is_between_two_ranks(int samples, double low, double high) {
        double[] bounds = upTo(samples).medianBounds();
        assertThat(bounds).containsExactly(low, high);
    }

    @Test
    void least_median_and_greatest() {
        Samples samples = new Samples(3, 1, 2, 4);
        assertThat(samples.median()).isEqualTo(2.5);
        assertThat(samples.low()).isOne();
        assertThat(samples.high()).isEqualTo(4);
    }

    private static Samples upTo(int number) {
        return new Samples(IntStream.rangeClosed(1, number).asDoubleStream().toArray());
    }
}
