// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Writes what a run came to: a page of tables and goals, and the plots in it. */
public final class Report {

    private static final String BEGIN = "<!-- benchmarks -->";
    private static final String END = "<!-- /benchmarks -->";

    private final Figures figures;
    private final Properties facts;

    private Report(Path folder) throws IOException {
        figures = new Figures(new Results(folder.resolve("results.csv")).read());
        facts = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("environment.properties"))) {
            facts.load(reader);
        }
    }

    /** Writes {@code report.md} and the plots into the folder of a run, from the figures that are there. */
    public static void write(Path folder) throws IOException {
        Report report = new Report(folder);
        Files.writeString(folder.resolve("report.md"), report.text(""));
        report.plots(folder);
    }

    /**
     * Puts it into the documentation, in place of what an earlier run has put there.
     *
     * @param page between whose markers it goes
     * @param images the folder of the plots, beside the page
     */
    public static void publish(Path folder, Path page, String images) throws IOException {
        Report report = new Report(folder);
        Files.writeString(page, between(Files.readString(page), report.text(images + "/")));
        report.plots(Files.createDirectories(page.resolveSibling(images)));
    }

    private static String between(String page, String text) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("The page has no " + BEGIN + " and " + END);
        }
        return page.substring(0, begin + BEGIN.length()) + "\n\n" + text + "\n" + page.substring(end);
    }

    private String text(String images) {
        return new Page(figures, facts, images, Plots.of(figures).keySet()).text();
    }

    private void plots(Path folder) throws IOException {
        for (Map.Entry<String, String> plot : Plots.of(figures).entrySet()) {
            Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
        }
    }
}
