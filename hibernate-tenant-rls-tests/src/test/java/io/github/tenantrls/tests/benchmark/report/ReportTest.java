// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.benchmark.Measurement;
import io.github.tenantrls.tests.benchmark.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void a_run() throws IOException {
        Files.writeString(
                folder.resolve("environment.properties"), "date=2026-11-26T10:00:00Z\nsize=full\nprocessors=2\n");
        for (String contender : new String[] {"a", "b", "d"}) {
            double trips = contender.equals("d") ? 4 : 2;
            add("round-trips", contender, Map.of("shape", "one read", "kind", "plain"), "round trips", trips);
        }
        add("throughput", "a", Map.of("latency", "1 ms", "threads", "8"), "transactions/s", 1000);
        add("throughput", "b", Map.of("latency", "1 ms", "threads", "8"), "transactions/s", 950);
        query("b/a", "listing", 1.02);
        query("b/a", "like", 30);
        query("b leakproof/a", "like by leakproof", 1.01);
    }

    @Test
    void a_goal_that_is_met_and_one_that_is_missed_are_told_apart() throws IOException {
        add("ratio", "b/a", Map.of("latency", "1 ms", "threads", "8"), "ratio", 0.95);
        add("ratio", "b/a", Map.of("latency", "0 ms", "threads", "8"), "ratio", 0.99);
        add("ratio", "b/a", Map.of("latency", "1 ms", "threads", "16"), "ratio", 0.98);
        assertThat(written())
                .contains("equal in 1 of 1 shapes | yes |")
                .contains("0 ms of latency added | in 1 of 1; least 0.990 at latency 0 ms, threads 8 | yes |")
                .contains(
                        "1 ms of latency added | in 1 of 2, surely missed in 1; least 0.950 at latency 1 ms, threads 8"
                                + " | **no** |");
    }

    @Test
    void what_may_be_chance_is_told_from_what_is_none() throws IOException {
        new Results(folder.resolve("results.csv"))
                .append(new Measurement(
                        "ratio", "b/a", Map.of("latency", "1 ms", "threads", "8"), "ratio", 0.95, 0.9, 0.98, 24));
        assertThat(written()).contains("in 0 of 1, surely missed in 0; least 0.950 (0.900–0.980) at latency 1 ms");
    }

    @Test
    void the_least_ratio_that_is_enough_meets_the_goal() throws IOException {
        add("ratio", "b/a", Map.of("latency", "1 ms", "threads", "8"), "ratio", 0.97);
        assertThat(written()).contains("in 1 of 1; least 0.970 at latency 1 ms, threads 8 | yes |");
    }

    @Test
    void one_round_trip_more_misses_the_goal_but_not_in_a_fallback() throws IOException {
        trips("batch", "fallback", 3);
        assertThat(written()).contains("equal in 1 of 1 shapes | yes |");
        trips("two reads", "plain", 3);
        assertThat(written()).contains("equal in 1 of 2 shapes, not in: two reads | **no** |");
    }

    private void trips(String shape, String kind, double library) {
        add("round-trips", "a", Map.of("shape", shape, "kind", kind), "round trips", 2);
        add("round-trips", "b", Map.of("shape", shape, "kind", kind), "round trips", library);
    }

    @Test
    void what_is_not_leakproof_counts_as_advised_only() throws IOException {
        assertThat(written())
                .contains("where operators are leakproof | in 1 of 1; greatest 1.02 at query listing")
                .contains("for like by leakproof, as advised | in 1 of 1; greatest 1.01")
                .doesNotContain("greatest 30.0");
        query("b/a", "listing", 1.06);
        assertThat(written())
                .contains("in 1 of 2, surely missed in 1; greatest 1.06 at query listing, rows 1000, tenants 10,"
                        + " time execution | **no** |");
    }

    @Test
    void what_the_client_is_added_is_computed_from_both() throws IOException {
        client("plain", "B", 1000);
        client("composed", "B", 1700);
        client("library", "B", 1999);
        assertThat(written()).contains("under 1 kB | 999 (999–999) B, of which the library's own code 299 B | yes |");
    }

    @Test
    void a_byte_too_much_misses_the_goal() throws IOException {
        client("plain", "B", 1000);
        client("library", "B", 2000);
        assertThat(written()).contains("under 1 kB | 1,000 (1,000–1,000) B | **no** |");
    }

    @Test
    void a_page_keeps_what_is_around_the_markers() throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, "before\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nafter\n");
        Report.publish(folder, page, "images");
        assertThat(page).content().startsWith("before\n<!-- benchmarks -->\n\nMeasured on 2026-11-26 with");
        assertThat(page).content().endsWith("<!-- /benchmarks -->\nafter\n").doesNotContain("old");
        assertThat(page).content().contains("(images/throughput.svg)");
        assertThat(folder.resolve("images").resolve("throughput.svg")).exists();
    }

    @Test
    void a_page_without_markers_is_refused() throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), "nothing\n");
        assertThatThrownBy(() -> Report.publish(folder, page, "images"))
                .hasMessage("The page has no <!-- benchmarks --> and <!-- /benchmarks -->");
        assertThat(page).hasContent("nothing");
    }

    @Test
    void a_plot_is_a_small_picture_that_says_what_it_shows() throws Exception {
        written();
        Path plot = folder.resolve("throughput.svg");
        assertThat(Files.size(plot)).isLessThan(40_000);
        var picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(plot.toFile())
                .getDocumentElement();
        assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Throughput");
        assertThat(picture.getElementsByTagName("desc").item(0).getTextContent())
                .contains("number of threads");
        assertThat(picture.getTextContent()).contains("latency 1 ms").contains("(b) hibernate-tenant-rls");
    }

    @Test
    void the_cost_of_queries_is_drawn_by_rows_and_by_tenants() throws IOException {
        for (String contender : new String[] {"a", "b"}) {
            cost(contender, "1000", "100");
            cost(contender, "1000000", "10");
        }
        assertThat(written()).contains("(queries.svg)").contains("(queries-by-tenants.svg)");
        assertThat(Files.readString(folder.resolve("queries.svg")))
                .contains(">1,000<")
                .doesNotContain(">1,000,000<");
        assertThat(Files.readString(folder.resolve("queries-by-tenants.svg")))
                .contains(">10<")
                .doesNotContain(">1,000<");
    }

    @Test
    void what_is_not_drawn_is_not_shown() throws IOException {
        cost("a", "1000", "100");
        assertThat(written()).contains("(queries.svg)").doesNotContain("queries-by-tenants");
        assertThat(folder.resolve("queries-by-tenants.svg")).doesNotExist();
    }

    private void cost(String contender, String rows, String tenants) {
        Map<String, String> at = Map.of("query", "listing", "rows", rows, "tenants", tenants, "time", "execution");
        add("queries", contender, at, "ms", 2);
    }

    private String written() throws IOException {
        Report.write(folder);
        return Files.readString(folder.resolve("report.md"));
    }

    private void query(String contender, String query, double ratio) {
        Map<String, String> at = Map.of("query", query, "rows", "1000", "tenants", "10", "time", "execution");
        add("queries", contender, at, "ratio", ratio);
    }

    private void client(String way, String unit, double value) {
        add("client", way, Map.of("shape", "oneStatement", "pool", "agroal"), unit, value);
    }

    private void add(String experiment, String contender, Map<String, String> at, String unit, double value) {
        new Results(folder.resolve("results.csv"))
                .append(new Measurement(experiment, contender, at, unit, value, value, value, 1));
    }
}
