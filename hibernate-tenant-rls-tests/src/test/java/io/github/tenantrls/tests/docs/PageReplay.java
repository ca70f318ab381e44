// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;

/**
 * Replays a page about a rule: the server answers what the page says; its fault is found by that rule, by no other, and
 * not after its mend.
 */
final class PageReplay {

    /** The steps that make the fault, on pages that go on to show by further faults what it lets happen. */
    private static final Map<String, Integer> STEPS_OF_FAULT =
            Map.of("RLS008", 3, "RLS021", 4, "RLS043", 0, "RLS047", 3, "RLS048", 1);

    /** What else is wrong on a page, as it says itself. */
    private static final Map<String, Set<String>> ALSO_FOUND = Map.of(
            "RLS024", Set.of("RLS025"), // the column changes its type only without its default
            "RLS034", Set.of("RLS033"), // the function reads the table, too
            "RLS040", Set.of("RLS001", "RLS022", "RLS023", "RLS025")); // the copy is protected in no way

    /** What the mend leaves. */
    private static final Map<String, Set<String>> LEFT = Map.of("RLS034", Set.of("RLS033"));

    /** Whose mend is in the application, or does not reach the sessions that are open. */
    private static final Set<String> MENDED_FOR_THE_NEXT_START =
            Set.of("RLS020", "RLS039", "RLS040", "RLS041", "RLS051");

    /** Whose fault is in no database: see CacheRulesIT. */
    private static final String OF_A_SETTING = "RLS042";

    private final String rule;
    private final String text;

    PageReplay(Path page) throws IOException {
        this.rule = page.getFileName().toString().replace(".md", "");
        this.text = Files.readString(page);
    }

    /** Plays the page on a stage that was just made. */
    void on(RuleStage stage) throws Exception {
        stage.set(RulePages.baseSql());
        int version = stage.serverVersion();
        assertThat(Transcript.steps(text, version)).isNotEmpty();
        if (rule.equals(OF_A_SETTING)) {
            stage.play(Transcript.steps(text, version));
        } else {
            verify(stage, version);
        }
    }

    private void verify(RuleStage stage, int version) throws Exception {
        int mend = text.indexOf("\n## Mend\n");
        List<Transcript.Step> harm = Transcript.steps(text.substring(0, mend), version);
        int fault = STEPS_OF_FAULT.getOrDefault(rule, harm.size());
        PageApplication application = new PageApplication(rule);
        stage.play(harm.subList(0, fault));
        try (SessionFactory factory = stage.start(application.role(), application::faulty)) {
            assertThat(rules(factory)).as("found of the fault").isEqualTo(expected());
            stage.play(harm.subList(fault, harm.size()));
            stage.play(Transcript.steps(text.substring(mend), version));
            if (MENDED_FOR_THE_NEXT_START.contains(rule)) {
                try (SessionFactory other = stage.start(application.role(), application::mended)) {
                    assertMended(other);
                }
            } else {
                assertMended(factory);
            }
        }
    }

    private void assertMended(SessionFactory factory) {
        assertThat(rules(factory)).as("found after the mend").isEqualTo(LEFT.getOrDefault(rule, Set.of()));
    }

    private Set<String> expected() {
        return Stream.concat(Stream.of(rule), ALSO_FOUND.getOrDefault(rule, Set.of()).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> rules(SessionFactory factory) {
        return RlsVerifier.of(factory).verify().findings().stream()
                .map(Finding::rule)
                .collect(Collectors.toSet());
    }
}
