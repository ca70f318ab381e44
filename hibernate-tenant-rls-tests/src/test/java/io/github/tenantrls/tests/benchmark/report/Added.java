// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Measurement;

/**
 * What one way takes more than another: the difference of the medians. The least and the greatest are those of the
 * differences between any two samples.
 */
record Added(double median, double low, double high) {

    static Added of(Measurement more, Measurement less) {
        return new Added(more.median() - less.median(), more.low() - less.high(), more.high() - less.low());
    }

    String text() {
        return Numbers.text(median) + " (" + Numbers.text(low) + "–" + Numbers.text(high) + ")";
    }
}
