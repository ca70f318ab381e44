// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import java.util.Arrays;

/** The figures of a measurement's rounds. Immutable. */
public final class Samples {

    private static final double UNCONFIDENT = 0.05;

    private final double[] sorted;

    public Samples(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no value");
        }
        this.sorted = values.clone();
        Arrays.sort(sorted);
    }

    public double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public double low() {
        return sorted[0];
    }

    public double high() {
        return sorted[sorted.length - 1];
    }

    /**
     * Where the median of all that could have been measured lies with a confidence of 95%, whatever its distribution: from
     * the one to the other. Of fewer than six samples, the least and the greatest.
     */
    public double[] medianBounds() {
        int outside = 0;
        double term = Math.pow(0.5, sorted.length); // of the binomial distribution
        for (double beyond = term; beyond <= UNCONFIDENT / 2; beyond += term) {
            outside++;
            term *= (sorted.length - outside + 1.0) / outside;
        }
        int first = Math.max(outside - 1, 0);
        return new double[] {sorted[first], sorted[sorted.length - 1 - first]};
    }

    public int count() {
        return sorted.length;
    }
}
