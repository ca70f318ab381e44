// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import io.github.tenantrls.tests.support.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages about rules show of psql is what the server of the tests answers, and the verification finds the fault of each. */
class RuleTranscriptsIT {

    static List<Path> pages() throws IOException {
        return RulePages.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_server_answers_as_the_page_says_and_its_fault_is_found_by_its_rule_alone_until_its_mend(Path page)
            throws Exception {
        try (RuleStage stage = new RuleStage(Database.create())) {
            new PageReplay(page).on(stage);
        }
    }
}
