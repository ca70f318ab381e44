// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import java.util.List;
import java.util.stream.DoubleStream;

/** One of the plots of a chart, which have their x axis in common. */
record Panel(String title, List<Series> series) {

    DoubleStream x() {
        return series.stream().flatMap(one -> one.points().stream()).mapToDouble(Series.Point::x);
    }

    DoubleStream y() {
        return series.stream()
                .flatMap(one -> one.points().stream())
                .flatMapToDouble(point -> DoubleStream.of(point.low(), point.high()));
    }
}
