// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays out rows as psql does by default: headers in the middle, numbers at the right, the number of rows below, and an
 * empty line.
 *
 * @param headers the names of the columns
 * @param numeric for each column, whether it holds numbers
 * @param rows the values as text, an empty one for null
 */
record PsqlTable(List<String> headers, List<Boolean> numeric, List<List<String>> rows) {

    /** The lines, without blanks at their ends. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("|", this::centred));
        lines.add(line("+", column -> "-".repeat(width(column))).replace(' ', '-'));
        for (List<String> row : rows) {
            lines.add(line("|", column -> aligned(row.get(column), column)));
        }
        lines.add("(" + rows.size() + (rows.size() == 1 ? " row)" : " rows)"));
        lines.add("");
        return lines.stream().map(String::stripTrailing).toList();
    }

    private String line(String separator, Cells cells) {
        return String.join(
                separator,
                IntStream.range(0, headers.size())
                        .mapToObj(column -> " " + cells.of(column) + " ")
                        .toList());
    }

    private String centred(int column) {
        int gap = width(column) - headers.get(column).length();
        return " ".repeat(gap / 2) + headers.get(column) + " ".repeat(gap - gap / 2);
    }

    private String aligned(String value, int column) {
        String gap = " ".repeat(width(column) - value.length());
        return numeric.get(column) ? gap + value : value + gap;
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(headers.get(column).length(), Math::max);
    }

    /** What stands in each column of a line. */
    @FunctionalInterface
    private interface Cells {
        String of(int column);
    }
}
