// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import java.util.List;

/** Says in a picture which mark is whose. */
final class Legend {

    static final int LINE = 18;

    private Legend() {}

    /** Draws it from a height on, in two columns. */
    static void draw(Svg svg, List<String> names, int top, int width) {
        svg.marks(names).add("<g font-size=\"11.5\">");
        for (int i = 0; i < names.size(); i++) {
            double x = 20 + i % 2 * (width / 2.0);
            double y = top + i / 2 * LINE;
            String name = names.get(i);
            svg.add(
                    "<path d=\"M%.1f %.1fh26\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
                    x, y, Marks.colour(name), Marks.dashes(name));
            svg.mark(name, x + 13, y).text(x + 34, y + 4, "start", Marks.title(name));
        }
        svg.add("</g>");
    }

    static int height(List<String> names) {
        return (names.size() + 1) / 2 * LINE;
    }
}
