// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (RuleStage stage = new RuleStage(Database.create())) {
            stage.set(RulePages.baseSql());
            List<Transcript.Step> steps = Transcript.steps(Files.readString(page), stage.serverVersion());
            assertThat(steps).isNotEmpty();
            stage.play(steps);
        }
    }
}
