// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Code in README and documentation is code that is compiled: a fenced block after {@code <!-- snippet: path#tag -->} is
 * what the file has between {@code tag::tag[]} and {@code end::tag[]}.
 */
class SnippetsTest {

    private static final Pattern SNIPPET =
            Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->\\R```\\w+\\R(.*?)\\R```", Pattern.DOTALL);
    private static final Path ROOT = root();

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_snippet_is_what_its_source_says(Path page) throws IOException {
        Matcher snippets = SNIPPET.matcher(Files.readString(page));
        while (snippets.find()) {
            assertThat(snippets.group(3))
                    .as("%s, snippet %s#%s", page, snippets.group(1), snippets.group(2))
                    .isEqualTo(tagged(ROOT.resolve(snippets.group(1)), snippets.group(2)));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void all_java_is_compiled(Path page) throws IOException {
        String text = Files.readString(page);
        String rest = SNIPPET.matcher(text).replaceAll("");
        assertThat(rest).as("Java in %s that comes from no source", page).doesNotContain("```java");
    }

    @Test
    void the_readme_has_snippets() throws IOException {
        assertThat(SNIPPET.matcher(Files.readString(ROOT.resolve("README.md"))).results())
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void the_readme_lists_every_setting() throws IOException, IllegalAccessException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        for (Field field : TenantRlsSettings.class.getFields()) {
            String value = String.valueOf(field.get(null));
            if (value.startsWith(TenantRlsSettings.PREFIX) && !value.equals(TenantRlsSettings.PREFIX)) {
                assertThat(readme).contains("`" + value.substring(TenantRlsSettings.PREFIX.length()) + "`");
            }
        }
    }

    @Test
    void the_settings_page_gives_every_default() throws IOException {
        RlsConfiguration defaults = RlsConfiguration.of(Map.of());
        String page = Files.readString(ROOT.resolve("docs/settings.md"));
        Map<String, String> expected = Map.ofEntries(
                Map.entry(TenantRlsSettings.VARIABLE, "`" + defaults.variable() + "`"),
                Map.entry(TenantRlsSettings.COLUMN, "`" + defaults.column() + "`"),
                Map.entry(
                        TenantRlsSettings.COLUMN_TYPE,
                        "`" + defaults.columnType().sqlName() + "`"),
                Map.entry(TenantRlsSettings.VERIFICATION, "`" + lower(defaults.verification()) + "`"),
                Map.entry(TenantRlsSettings.VERIFICATION_IGNORE, "none"),
                Map.entry(TenantRlsSettings.VERIFICATION_FAIL_ON, "`" + lower(defaults.verificationFailOn()) + "`"),
                Map.entry(TenantRlsSettings.VERIFICATION_BASELINE, "none"),
                Map.entry(TenantRlsSettings.VERIFICATION_INTERVAL, "none"),
                Map.entry(TenantRlsSettings.VERIFICATION_PROBE, "`" + defaults.verificationProbe() + "`"),
                Map.entry(TenantRlsSettings.MISSING_TENANT, "`" + lower(defaults.missingTenant()) + "`"),
                Map.entry(TenantRlsSettings.BINDING, "`" + lower(defaults.binding()) + "`"),
                Map.entry(TenantRlsSettings.SWITCH_GUARD, "`" + defaults.switchGuard() + "`"),
                Map.entry(TenantRlsSettings.SCHEMA_EXPORT, "`" + defaults.schemaExport() + "`"),
                Map.entry(TenantRlsSettings.COMPOSITE_FOREIGN_KEYS, "`" + defaults.compositeForeignKeys() + "`"),
                Map.entry(TenantRlsSettings.RUNTIME_ROLE, "none"),
                Map.entry(TenantRlsSettings.SYSTEM_ROLE, "none"),
                Map.entry(TenantRlsSettings.SYSTEM_DATASOURCE, "none"),
                Map.entry(TenantRlsSettings.SYSTEM_URL, "none"),
                Map.entry(TenantRlsSettings.SYSTEM_USER, "none"),
                Map.entry(TenantRlsSettings.SYSTEM_PASSWORD, "none"));
        expected.forEach((setting, value) -> assertThat(page).contains("| `" + setting + "` | " + value + " |"));
        assertThat(page.lines().filter(line -> line.startsWith("| `" + TenantRlsSettings.PREFIX)))
                .hasSameSizeAs(expected.keySet());
    }

    private static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_heading_has_exactly_one_command(String heading) throws IOException {
        String section = Files.readString(ROOT.resolve("README.md"))
                .split("(?m)^## " + heading + "$")[1]
                .split("(?m)^## ")[0];
        Matcher blocks = Pattern.compile("(?s)```sh\\R(.*?)\\R```").matcher(section);
        assertThat(blocks.results().map(block -> block.group(1)))
                .singleElement()
                .asString()
                .startsWith("mvn ")
                .doesNotContain("\n");
    }

    static Stream<String> commands() {
        return Stream.of("Try it", "Test it");
    }

    /** The lines between the tags, other tags left out, and the indentation of the least indented one taken away. */
    private static String tagged(Path file, String tag) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int begin = indexOf(lines, "tag::" + tag + "[]", file);
        int end = indexOf(lines, "end::" + tag + "[]", file);
        return lines.subList(begin + 1, end).stream()
                .filter(line -> !line.contains("tag::") && !line.contains("end::"))
                .collect(Collectors.joining("\n"))
                .stripIndent()
                .stripTrailing();
    }

    private static int indexOf(List<String> lines, String marker, Path file) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(marker)) {
                return i;
            }
        }
        throw new AssertionError(file + " has no " + marker);
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("README.md"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no README.md in any parent directory");
        }
        return directory;
    }
}
