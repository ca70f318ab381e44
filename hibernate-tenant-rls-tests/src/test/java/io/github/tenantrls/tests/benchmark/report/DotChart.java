// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Measurement;
import java.util.List;

/** A line for each shape, and a mark for each contender at its number of round trips. */
record DotChart(String title, String description, Figures figures) {

    private static final int WIDTH = 860;
    private static final int LINE = 30;
    private static final int TOP = 48;
    private static final int LEFT = 300;

    String draw() {
        List<String> contenders = figures.contenders();
        List<String> shapes = figures.values("shape");
        int start = TOP + Legend.height(contenders) + 14;
        Svg svg = new Svg(WIDTH, start + shapes.size() * LINE + 44, title, description);
        svg.heading(20, 22, title);
        Legend.draw(svg, contenders, TOP, WIDTH);
        double greatest =
                figures.all().stream().mapToDouble(Measurement::median).max().orElse(1);
        Scale across = new Scale(0, greatest * 1.02, false, LEFT, WIDTH - 30);
        int bottom = start + shapes.size() * LINE;
        for (double tick : across.ticks()) {
            svg.line(across.at(tick), start, across.at(tick), bottom, "#ddd");
            svg.text(across.at(tick), bottom + 16, "middle", Numbers.label(tick));
        }
        svg.text((across.from() + across.to()) / 2, bottom + 34, "middle", "round trips per transaction");
        for (int i = 0; i < shapes.size(); i++) {
            line(svg, shapes.get(i), contenders, start + i * LINE + LINE / 2.0, across);
        }
        return svg.toString();
    }

    /** Marks at the same place are drawn one beside the other. */
    private void line(Svg svg, String shape, List<String> contenders, double y, Scale across) {
        Figures here = figures.at("shape", shape);
        boolean fallback = here.at("kind", "fallback").first().isPresent();
        svg.text(LEFT - 14, y + 4, "end", shape + (fallback ? " (fallback)" : ""));
        svg.line(LEFT, y, WIDTH - 30, y, "#eee");
        for (int i = 0; i < contenders.size(); i++) {
            double up = (i - (contenders.size() - 1) / 2.0) * 3;
            String contender = contenders.get(i);
            here.contender(contender)
                    .first()
                    .ifPresent(figure -> svg.mark(contender, across.at(figure.median()), y + up));
        }
    }
}
