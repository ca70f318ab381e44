// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages about rules show of psql is what the server answers. */
class RuleTranscriptsIT {

    static List<Path> pages() throws IOException {
        return RulePages.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_transcript_is_what_the_server_answers(Path page) throws Exception {
        try (RuleStage stage = new RuleStage()) {
            stage.set(RulePages.baseSql());
            List<Transcript.Step> steps = Transcript.steps(Files.readString(page), stage.serverVersion());
            assertThat(steps).isNotEmpty();
            for (Transcript.Step step : steps) {
                assertThat(String.join("\n", withoutEmptyLinesAtTheEnd(stage.run(step.role(), step.sql()))))
                        .as("%s: %s=> %s", page.getFileName(), step.role(), step.sql())
                        .isEqualTo(String.join("\n", withoutEmptyLinesAtTheEnd(step.output())));
            }
        }
    }

    private static List<String> withoutEmptyLinesAtTheEnd(List<String> lines) {
        List<String> some = new ArrayList<>(lines);
        while (!some.isEmpty() && some.get(some.size() - 1).isEmpty()) {
            some.remove(some.size() - 1);
        }
        return some;
    }
}
