// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import java.util.List;
import java.util.Locale;

/** Text of a picture, of a white ground so that it can be read on dark pages too. Not thread-safe. */
final class Svg {

    private final StringBuilder text = new StringBuilder();

    /**
     * A picture.
     *
     * @param title what it is
     * @param description what it shows, for those who do not see it
     */
    Svg(int width, int height, String title, String description) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " aria-labelledby=\"t d\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"12\" fill=\"#222\">"
                        + "<title id=\"t\">%s</title><desc id=\"d\">%s</desc>"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>",
                width, height, width, height, escaped(title), escaped(description));
    }

    /** Adds an element, of which numbers have a decimal point whatever the locale. */
    Svg add(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
        return this;
    }

    /** Adds text: anchored at its start, middle or end. */
    Svg text(double x, double y, String anchor, String words) {
        return add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(words));
    }

    Svg heading(double x, double y, String words) {
        return add("<text x=\"%.1f\" y=\"%.1f\" font-weight=\"bold\">%s</text>", x, y, escaped(words));
    }

    Svg line(double x1, double y1, double x2, double y2, String colour) {
        return add("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\"/>", x1, y1, x2, y2, colour);
    }

    /** Defines the marks of contenders, once. */
    Svg marks(List<String> names) {
        add("<defs>");
        names.forEach(name -> add(
                "<path id=\"m%s\" transform=\"scale(4)\" d=\"%s\" fill=\"%s\"/>",
                name, Marks.shape(name), Marks.colour(name)));
        return add("</defs>");
    }

    /** The mark of a contender. */
    Svg mark(String name, double x, double y) {
        return add("<use href=\"#m%s\" x=\"%.1f\" y=\"%.1f\"/>", name, x, y);
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
