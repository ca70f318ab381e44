// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Measurement;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

    private Numbers() {}

    /** Three digits that count, or all that are before the point. */
    static String text(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 || size == 0 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Without a fraction that is none. */
    static String label(double value) {
        String text = value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : text(value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** The median, and the least and the greatest where they differ. */
    static String spread(Measurement figure) {
        return figure.samples() == 1
                ? text(figure.median())
                : text(figure.median()) + " (" + text(figure.low()) + "–" + text(figure.high()) + ")";
    }
}
