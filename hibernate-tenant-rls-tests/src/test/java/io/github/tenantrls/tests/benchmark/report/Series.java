// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import java.util.List;

/**
 * What belongs together in a plot.
 *
 * @param name whose it is, as {@link Marks} knows it
 */
record Series(String name, List<Point> points) {

    /** A median, with the least and the greatest sample. */
    record Point(double x, double y, double low, double high) {}
}
