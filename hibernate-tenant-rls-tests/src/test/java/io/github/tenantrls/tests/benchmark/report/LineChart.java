// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Lines over an axis of numbers, in panels side by side; the x axis is logarithmic.
 *
 * @param logarithmic whether the y axis is too
 * @param goal a line across, or NaN for none
 */
record LineChart(
        String title, String description, String x, String y, boolean logarithmic, double goal, List<Panel> panels) {

    private static final int WIDTH = 860;
    private static final int COLUMNS = 3;
    private static final int HEIGHT = 190;
    private static final int TOP = 48;

    String draw() {
        List<String> names = panels.stream()
                .flatMap(panel -> panel.series().stream().map(Series::name))
                .distinct()
                .sorted()
                .toList();
        int columns = panels.size() == 4 ? 2 : Math.min(COLUMNS, panels.size());
        int rows = (panels.size() + columns - 1) / columns;
        int start = TOP + Legend.height(names) + 6;
        Svg svg = new Svg(WIDTH, start + rows * (HEIGHT + 62) + 6, title, description);
        svg.heading(20, 22, title + ": " + y);
        Legend.draw(svg, names, TOP, WIDTH);
        for (int i = 0; i < panels.size(); i++) {
            double width = (double) WIDTH / columns;
            panel(svg, panels.get(i), i % columns * width, start + i / columns * (HEIGHT + 62), width);
        }
        return svg.toString();
    }

    private void panel(Svg svg, Panel panel, double left, double top, double width) {
        Scale across = across(left + 60, left + width - 30);
        Scale up = up(panel, top + 24 + HEIGHT, top + 24);
        svg.heading(left + 60, top + 16, panel.title());
        for (double tick : up.ticks()) {
            svg.line(across.from(), up.at(tick), across.to(), up.at(tick), "#ddd");
            svg.text(across.from() - 6, up.at(tick) + 4, "end", Numbers.label(tick));
        }
        for (double tick : allX().toArray()) {
            svg.line(across.at(tick), up.from(), across.at(tick), up.from() + 4, "#222");
            svg.text(across.at(tick), up.from() + 17, "middle", Numbers.label(tick));
        }
        svg.line(across.from(), up.from(), across.to(), up.from(), "#222");
        svg.text((across.from() + across.to()) / 2, up.from() + 32, "middle", x);
        goal(svg, across, up);
        panel.series().stream()
                .sorted((one, other) ->
                        Boolean.compare(one.name().equals("b"), other.name().equals("b")))
                .forEach(series -> series(svg, series, across, up));
    }

    private void goal(Svg svg, Scale across, Scale up) {
        if (!Double.isNaN(goal)) {
            double y = up.at(goal);
            svg.add(
                    "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#a00\" stroke-dasharray=\"5 3\"/>",
                    across.from(), y, across.to());
            svg.add(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"#a00\">goal %s</text>",
                    across.to(), y + 14, Numbers.label(goal));
        }
    }

    private static void series(Svg svg, Series series, Scale across, Scale up) {
        StringBuilder path = new StringBuilder();
        for (Series.Point point : series.points()) {
            double x = across.at(point.x());
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(Math.round(x * 10) / 10.0)
                    .append(' ');
            path.append(Math.round(up.at(point.y()) * 10) / 10.0);
            if (point.high() > point.low()) {
                svg.line(x, up.at(point.low()), x, up.at(point.high()), Marks.colour(series.name()));
            }
            svg.mark(series.name(), x, up.at(point.y()));
        }
        svg.add(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\"/>",
                path,
                Marks.colour(series.name()),
                series.name().equals("b") ? "2.5" : "1.5",
                Marks.dashes(series.name()));
    }

    private DoubleStream allX() {
        return panels.stream().flatMapToDouble(Panel::x).distinct().sorted();
    }

    private Scale across(double from, double to) {
        double least = allX().min().orElse(1);
        double greatest = allX().max().orElse(10);
        return new Scale(least / 1.15, greatest * 1.15, true, from, to);
    }

    /** Ratios are compared across panels, and so are times; amounts have a scale of their own in each. */
    private Scale up(Panel panel, double from, double to) {
        Function<Panel, DoubleStream> values = Panel::y;
        if (!Double.isNaN(goal)) {
            double least = panels.stream().flatMapToDouble(values).min().orElse(goal);
            double greatest = panels.stream().flatMapToDouble(values).max().orElse(goal);
            return new Scale(Math.min(least, goal) - 0.01, Math.max(greatest, 1) + 0.01, false, from, to);
        }
        double greatest = panel.y().max().orElse(1);
        double least = Math.pow(10, Math.floor(Math.log10(panel.y().min().orElse(1))));
        return logarithmic
                ? new Scale(least, Math.max(greatest * 1.3, least * 10), true, from, to)
                : new Scale(0, greatest * 1.05, false, from, to);
    }
}
