// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Contender;
import io.github.tenantrls.tests.benchmark.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;

/** The text of a report. */
final class Page {

    private static final String COMMAND =
            "mvn -B verify -Pbenchmarks -pl hibernate-tenant-rls-tests -am -DskipTests -Dbenchmarks.size=";

    private final Figures figures;
    private final Properties facts;
    private final String images;
    private final Set<String> plots;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param images what precedes the name of a plot
     * @param plots the names of those that there are
     */
    Page(Figures figures, Properties facts, String images, Set<String> plots) {
        this.figures = figures;
        this.facts = facts;
        this.images = images;
        this.plots = plots;
    }

    String text() {
        paragraph("Measured on " + fact("date").split("T", 2)[0] + " with");
        paragraph("```sh\n" + COMMAND + fact("size") + "\n```");
        paragraph("on " + fact("processors") + " cores (" + fact("processor") + "), " + fact("memory") + " of memory, "
                + fact("os") + ", load " + fact("load") + " at the start; PostgreSQL " + fact("server") + ", pgjdbc "
                + fact("driver") + ", Hibernate " + fact("hibernate") + ", " + fact("java")
                + ". Figures are medians, with the least and the greatest sample in brackets where there are several; a ratio has"
                + " there the bounds of its median with a confidence of 95%, which takes six samples or more, that are independent of"
                + " each other.");
        paragraph(Markdown.goals(Goals.of(figures)));
        paragraph("\"Surely missed\": with both bounds of the median.");
        contenders();
        roundTrips();
        throughput();
        queries();
        new ClientTable(figures.of("client")).text().ifPresent(this::paragraph);
        startUp();
        return text.toString().stripTrailing() + "\n";
    }

    private void contenders() {
        List<List<String>> lines = new ArrayList<>();
        for (Contender contender : Contender.values()) {
            lines.add(List.of(contender.letter, contender.title));
        }
        paragraph("The contenders, (d) on a class path of its own, with (a8) as (a) on the same Hibernate:");
        paragraph(Markdown.table(List.of("", "contender"), lines));
    }

    private void roundTrips() {
        section("Round trips", figures.of("round-trips"), "shape", figure -> figure.at("shape"), "round-trips.svg");
    }

    private void throughput() {
        section(
                "Throughput",
                figures.of("throughput"),
                "latency, threads, in transactions/s",
                Page::load,
                "throughput.svg");
        section("Throughput as a share", figures.of("ratio"), "latency, threads", Page::load, "ratio.svg");
        section(
                "Processor time",
                figures.of("processor"),
                "threads, side, in µs of a transaction",
                figure -> figure.at("threads") + ", " + figure.at("side"));
        section("What the proxy adds", figures.of("proxy"), "asked for, in ms", figure -> figure.at("latency"));
        section("Latency", figures.of("latency"), "added, threads, percentile, in ms", Page::percentile);
    }

    private void queries() {
        Figures queries = figures.of("queries");
        section(
                "Queries",
                queries.in("ms").at("time", "execution"),
                "query, rows, tenants, in ms of execution",
                Page::query,
                "queries.svg",
                "queries-by-tenants.svg");
        section(
                "Queries as a share",
                queries.in("ratio").where(figure -> !figure.at("time").equals("planning")),
                "query, rows, tenants, time",
                figure -> query(figure) + ", " + figure.at("time"));
    }

    private void startUp() {
        section(
                "Start-up",
                figures.of("start-up"),
                "entities, in ms of a cold JVM",
                figure -> figure.at("entities"),
                "start-up.svg");
    }

    private void section(
            String title, Figures here, String corner, Function<Measurement, String> place, String... drawn) {
        if (here.isEmpty()) {
            return;
        }
        paragraph("### " + title);
        for (String plot : drawn) {
            if (plots.contains(plot)) {
                paragraph("![" + title + ", " + plot.replace(".svg", "") + "](" + images + plot + ")");
            }
        }
        paragraph(Markdown.table(here, corner, place));
    }

    private static String load(Measurement figure) {
        return figure.at("latency") + ", " + figure.at("threads");
    }

    private static String percentile(Measurement figure) {
        return load(figure) + ", " + figure.at("percentile");
    }

    private static String query(Measurement figure) {
        return figure.at("query") + ", " + Markdown.grouped(figure.at("rows")) + ", "
                + Markdown.grouped(figure.at("tenants"));
    }

    private String fact(String name) {
        return facts.getProperty(name, "unknown");
    }

    private void paragraph(String words) {
        text.append(words.stripTrailing()).append("\n\n");
    }
}
