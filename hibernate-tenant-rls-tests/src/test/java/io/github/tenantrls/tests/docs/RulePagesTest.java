// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.verify.DatabaseVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about rules, their table and the rules themselves agree. */
class RulePagesTest {

    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| \\[(RLS\\d{3})]\\(\\1\\.md\\) \\| ([a-z-]+) \\| [^|]+ \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern HEAD =
            Pattern.compile("# (RLS\\d{3}) ([a-z-]+)\\R\\RSeverity: (.+)\\. Also found by: (.+)\\.\\R");
    private static final Pattern SEVERITY = Pattern.compile("(critical|high|medium|low)(, critical if .+)?");
    private static final Pattern LINK = Pattern.compile("]\\(((?:\\.\\./)?[\\w-]+\\.md)[^)]*\\)");

    static List<Path> pages() throws IOException {
        return RulePages.all();
    }

    @Test
    void every_page_has_a_row_in_the_table_that_says_the_same() throws IOException {
        Map<String, Head> heads = new TreeMap<>();
        for (Path page : pages()) {
            Head head = head(page);
            assertThat(page.getFileName()).hasToString(head.id() + ".md");
            heads.put(head.id(), head);
        }
        assertThat(table()).isEqualTo(heads);
    }

    @Test
    void the_verifier_knows_each_rule_by_the_name_that_its_page_has() throws Exception {
        Map<String, String> documented = table().values().stream().collect(Collectors.toMap(Head::id, Head::name));
        assertThat(documented).containsAllEntriesOf(rules());
    }

    /** What it is called in HTML reports. */
    @Test
    void the_library_says_of_each_rule_what_the_table_says() throws IOException {
        Properties texts = new Properties();
        try (InputStream file = DatabaseVerifier.class.getResourceAsStream("rules.properties")) {
            texts.load(new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8));
        }
        assertThat(texts.remove("PROBE")).isNotNull();
        Map<String, String> documented = Pattern.compile("(?m)^\\| \\[(RLS\\d{3})].*? \\| [a-z-]+ \\| ([^|]+) \\|")
                .matcher(RulePages.readme())
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2).replace("`", "")));
        assertThat(texts).isEqualTo(documented);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_gives_severity_harm_and_mend(Path page) throws IOException {
        assertThat(head(page).severity()).matches(SEVERITY);
        assertThat(Files.readString(page))
                .containsSubsequence("\n## What it lets happen\n", "\n```console\n", "\n## Mend\n", "\n```");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_link_leads_to_a_page(Path page) throws IOException {
        assertThat(LINK.matcher(Files.readString(page)).results().map(link -> link.group(1)))
                .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }

    private static Map<String, Head> table() throws IOException {
        return ROW.matcher(RulePages.readme())
                .results()
                .map(Head::of)
                .collect(Collectors.toMap(Head::id, row -> row, (one, other) -> one, TreeMap::new));
    }

    private static Head head(Path page) throws IOException {
        return HEAD.matcher(Files.readString(page))
                .results()
                .map(Head::of)
                .findFirst()
                .orElseThrow(() -> new AssertionError(page + " does not begin as pages about rules do"));
    }

    /** Ids and names; the verifier itself hands out neither as a whole. */
    private static Map<String, String> rules() throws ReflectiveOperationException {
        Field all = Class.forName("io.github.tenantrls.verify.Rules").getDeclaredField("ALL");
        all.setAccessible(true);
        Map<String, String> names = new TreeMap<>();
        for (Object rule : (List<?>) all.get(null)) {
            names.put(said(rule, "id"), said(rule, "title"));
        }
        return names;
    }

    private static String said(Object rule, String what) throws ReflectiveOperationException {
        Method method = Class.forName("io.github.tenantrls.verify.Rule").getDeclaredMethod(what);
        method.setAccessible(true);
        return (String) method.invoke(rule);
    }

    /** What the head of a page says, and the row of the table. */
    private record Head(String id, String name, String severity, String seenBy) {

        static Head of(MatchResult match) {
            return new Head(match.group(1), match.group(2), match.group(3), match.group(4));
        }
    }
}
