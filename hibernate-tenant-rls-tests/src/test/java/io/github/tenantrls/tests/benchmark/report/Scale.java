// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Where values are on an axis.
 *
 * @param from the pixel of the least value
 * @param to the pixel of the greatest
 */
record Scale(double least, double greatest, boolean logarithmic, double from, double to) {

    double at(double value) {
        double share = logarithmic
                ? (Math.log(value) - Math.log(least)) / (Math.log(greatest) - Math.log(least))
                : (value - least) / (greatest - least);
        return from + share * (to - from);
    }

    /** Whole numbers of a step of 1, 2 or 5 times a power of ten; or powers of ten. */
    List<Double> ticks() {
        return logarithmic ? powers() : steps();
    }

    private List<Double> powers() {
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.pow(10, Math.ceil(Math.log10(least) - 1e-9)); tick <= greatest * 1.001; tick *= 10) {
            ticks.add(tick);
        }
        return ticks;
    }

    private List<Double> steps() {
        double rough = (greatest - least) / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = DoubleStream.of(1, 2, 5, 10)
                .map(factor -> factor * power)
                .filter(candidate -> candidate >= rough * 0.999)
                .findFirst()
                .orElse(rough);
        List<Double> ticks = new ArrayList<>();
        for (long number = (long) Math.ceil(least / step - 1e-9); number * step <= greatest * 1.0001; number++) {
            ticks.add(number * step);
        }
        return ticks;
    }
}
