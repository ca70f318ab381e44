// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import java.util.Map;

/**
 * One figure of a run.
 *
 * @param experiment what was measured: {@code round-trips}, {@code throughput}, {@code processor}, {@code ratio},
 *     {@code latency}, {@code queries}, {@code client}, {@code start-up}
 * @param contender the letter of a {@link Contender}, or another name within the experiment
 * @param at where it was measured, such as {@code {threads=8, latency=0.5 ms}}; keys sorted when written
 * @param unit of the three values
 * @param median of the samples
 * @param low the least of them; of a ratio, the lower of {@link Samples#medianBounds}
 * @param high the greatest of them; of a ratio, the upper one
 * @param samples how many there are
 */
public record Measurement(
        String experiment,
        String contender,
        Map<String, String> at,
        String unit,
        double median,
        double low,
        double high,
        int samples) {

    /** One part of where it was measured; empty if it has none of that name. */
    public String at(String key) {
        return at.getOrDefault(key, "");
    }
}
