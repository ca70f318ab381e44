// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the pages about rules. */
final class RulePages {

    private static final Pattern SQL = Pattern.compile("```sql\\R(.*?)```", Pattern.DOTALL);

    private RulePages() {}

    /** The pages of the rules, in the order of their ids. */
    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.getFileName().toString().matches("RLS\\d{3}\\.md"))
                    .sorted()
                    .toList();
        }
    }

    static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String readme() throws IOException {
        return Files.readString(directory().resolve("README.md"));
    }

    /** The SQL that every page starts from. */
    static String baseSql() throws IOException {
        Matcher block = SQL.matcher(readme());
        if (!block.find()) {
            throw new IllegalStateException("docs/rules/README.md has no SQL to start from");
        }
        return block.group(1);
    }

    private static Path directory() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/rules"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no docs/rules in any parent directory");
        }
        return directory.resolve("docs/rules");
    }
}
