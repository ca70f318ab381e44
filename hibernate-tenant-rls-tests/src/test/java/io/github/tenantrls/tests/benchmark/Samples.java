// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import java.util.Arrays;

/** The figures of a measurement's rounds. Immutable. */
public final class Samples {

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

    public int count() {
        return sorted.length;
    }
}
