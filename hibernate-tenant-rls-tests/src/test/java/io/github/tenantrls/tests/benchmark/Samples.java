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
     * The bounds of an interval in which the median of what is measured lies with a confidence of 95%, by the ranks of the
     * sign test: of whatever distribution, as long as the samples are independent. Of fewer than six samples they are the
     * least and the greatest, and the confidence is less.
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
