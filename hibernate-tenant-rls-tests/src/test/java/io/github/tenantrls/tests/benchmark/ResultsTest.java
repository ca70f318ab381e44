// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    private static final Measurement ONE = new Measurement(
            "throughput", "b", Map.of("threads", "8", "latency", "0.5 ms"), "transactions/s", 1234.5, 1200, 1300.25, 5);

    private static final Measurement TWO = new Measurement("round-trips", "a", Map.of(), "round trips", 2, 2, 2, 1);

    @Test
    void what_is_written_is_read(@TempDir Path folder) {
        Path file = folder.resolve("new").resolve("results.csv");
        new Results(file).append(ONE);
        new Results(file).append(TWO);
        assertThat(new Results(file).read()).containsExactly(ONE, TWO);
    }

    @Test
    void a_text_that_could_not_be_read_again_is_refused(@TempDir Path folder) {
        Measurement odd = new Measurement("x", "a", Map.of("query", "a=b"), "ms", 1, 1, 1, 1);
        assertThatThrownBy(() -> new Results(folder.resolve("results.csv")).append(odd))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A comma, semicolon, equals sign or line break in: a=b");
    }
}
