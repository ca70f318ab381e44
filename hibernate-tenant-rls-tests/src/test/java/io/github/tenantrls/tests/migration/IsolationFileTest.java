// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.IsolationFile;
import io.github.tenantrls.migration.ScriptFile;
import io.github.tenantrls.schema.TenantTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsolationFileTest {

    private final Path folder;
    private final Path file;

    IsolationFileTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve(IsolationFile.NAME);
    }

    private IsolationConfig read(String text) throws IOException {
        Files.writeString(file, text);
        return IsolationFile.read(file);
    }

    @Test
    void what_is_written_is_read_back_also_by_Java() throws IOException {
        Map<String, String> values = new TreeMap<>(Map.of(
                "url", "jdbc:postgresql://localhost/shop?currentSchema=a,b",
                "tables.scoped", "public.project, sales.\"Ord,er\\ \"\"x\", \"schön\".\"名\"",
                "tables.global", "public.country",
                "table.sales.\"Ord,er\\ \"\"x\".fill", " sql: case when a = 'ü\\n' then 1 end # ! ",
                "table.public.project.column", "mandant",
                "column_type", "bigint"));
        IsolationConfig config = IsolationConfig.of(values, "a test");

        IsolationFile.write(file, config, Map.of("tables.scoped", "Two lines,\nand \"quotes\""), false);

        Properties properties = new Properties();
        properties.load(Files.newBufferedReader(file, StandardCharsets.UTF_8));
        assertThat(properties)
                .containsAllEntriesOf(Map.of(
                        "url", values.get("url"),
                        "table.sales.\"Ord,er\\ \"\"x\".fill",
                                String.valueOf(values.get("table.sales.\"Ord,er\\ \"\"x\".fill"))));
        IsolationConfig read = IsolationFile.read(file);
        assertThat(read.scoped())
                .isEqualTo(config.scoped())
                .extracting(TenantTable::displayName)
                .containsExactly("public.project", "sales.Ord,er\\ \"x", "schön.名");
        assertThat(read.fill(read.scoped().get(1)))
                .isEqualTo(config.fill(config.scoped().get(1)));
        assertThat(IsolationFile.text(read, Map.of())).isEqualTo(IsolationFile.text(config, Map.of()));
    }

    @Test
    void the_text_is_for_people() {
        IsolationConfig config = IsolationConfig.of(
                Map.of("tables.scoped", "public.b,public.a", "runtime_role", "app", "url", "jdbc:postgresql:shop"),
                "a test");

        assertThat(IsolationFile.text(config, Map.of("tables.scoped", "Of one tenant each:\n  public.a: it says so")))
                .isEqualTo("""
                        # What is to be isolated, and how; made by init, to be edited by hand.
                        # Passwords have no place here.
                        format=1
                        url=jdbc:postgresql:shop
                        runtime_role=app

                        # Of one tenant each:
                        #   public.a: it says so
                        tables.scoped=\\
                            public.b,\\
                            public.a
                        """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            column=a\\n# c\\n\\ncolumn : b| tenant-rls.properties:4: column is given already at tenant-rls.properties:1; remove one of them
            column=\\\\\\n  a\\nfoo=b| tenant-rls.properties:3: unknown key foo; known are format, url,
            column=a\\nformat=2| tenant-rls.properties:2: the configuration has the format 2, which is newer than this version, which knows 1; use the version that wrote it
            format=x| tenant-rls.properties:1: format cannot be read; this version writes format=1
            column_type=float| tenant-rls.properties:1: column_type cannot be read; accepted are uuid,
            url=jdbc:mysql:x| tenant-rls.properties:1: url is not the JDBC URL of a PostgreSQL database; give one such as
            url=jdbc:postgresql://h/d?user=x&password=s3cret| tenant-rls.properties:1: url has a password in it, where others can read it; take it out
            url=jdbc:postgresql://h/d?sslpassword=s3cret| tenant-rls.properties:1: url has a password in it
            url=jdbc:postgresql://u:s3cret@h/d| tenant-rls.properties:1: url has a password in it
            composite_unique_keys=yes| tenant-rls.properties:1: composite_unique_keys cannot be read; accepted are true, false
            tables.scoped=project| tenant-rls.properties:1: a name in tables.scoped is not that of a table; write it as in SQL and with its schema
            tables.scoped=public.a,public.a| tenant-rls.properties:1: public.a is in tables.scoped twice; take it out once
            tables.scoped=public.a\\ntables.global=public.A| tenant-rls.properties:2: public.a is in tables.scoped and in tables.global; take it out of one of them
            \\ntable.public.b.fill=tenant:1| tenant-rls.properties:2: table.public.b.fill is about a table that is not in tables.scoped; add the table there, or remove it
            tables.scoped=public.a\\ntable.public.a.fill=x| tenant-rls.properties:2: table.public.a.fill cannot be read; give tenant:<identifier>
            tables.scoped=public.a\\ntable.public.a.column_type=x| tenant-rls.properties:2: table.public.a.column_type cannot be read; accepted are uuid
            tables.scoped=public.a\\ntable.public.a.fill=via:b\\ntable.public."a".fill=via:c| says what
            a=\\\\u00| tenant-rls.properties:1: the line cannot be read
            """)
    void what_cannot_be_meant_is_refused_with_the_line(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n").replace("\\\\", "\\")))
                .isInstanceOf(TenantRlsException.class)
                .message()
                .contains(message)
                .doesNotContain("s3cret", "\n");
    }

    @Test
    void a_file_that_is_not_there_or_not_text_or_a_folder_is_refused() throws IOException {
        assertThatThrownBy(() -> IsolationFile.read(file))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith("There is no file " + file);
        Files.write(file, new byte[] {'a', '=', (byte) 0xff});
        assertThatThrownBy(() -> IsolationFile.read(file))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("is not text in UTF-8");
        assertThatThrownBy(() -> IsolationFile.read(folder))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void a_file_is_not_replaced_unless_that_is_meant_and_nothing_is_left_beside_it() throws IOException {
        IsolationConfig config = IsolationConfig.of(Map.of("column", "a"), "a test");
        IsolationFile.write(file, config, Map.of(), false);
        String before = Files.readString(file);

        assertThatThrownBy(() ->
                        IsolationFile.write(file, IsolationConfig.of(Map.of("column", "b"), "a test"), Map.of(), false))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("is there already");
        assertThat(Files.readString(file)).isEqualTo(before);

        IsolationFile.write(file, IsolationConfig.of(Map.of("column", "b"), "a test"), Map.of(), true);
        assertThat(IsolationFile.read(file).get("column")).contains("b");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void what_cannot_be_written_leaves_what_was_there() throws IOException {
        Path blocked = Files.createDirectory(folder.resolve("blocked"));
        Files.createDirectory(blocked.resolve("name"));
        Files.writeString(blocked.resolve("name").resolve("kept"), "kept");

        assertThatThrownBy(() -> new ScriptFile(Path.of("name"), "text").write(blocked, true))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("cannot be written")
                .hasCauseInstanceOf(IOException.class);
        try (Stream<Path> files = Files.list(blocked)) {
            assertThat(files.map(Path::getFileName)).isEqualTo(List.of(Path.of("name")));
        }
        assertThat(blocked.resolve("name").resolve("kept")).hasContent("kept");
    }

    @Test
    void a_later_place_counts_and_is_named() throws IOException {
        IsolationConfig config = read("column=a\nuser=owner\ntables.global=\n");

        IsolationConfig changed = config.with(Map.of("column", "b", "user", ""), "The environment");

        assertThat(changed.values()).isEqualTo(Map.of("column", "b"));
        assertThatThrownBy(() -> config.with(Map.of("column_type", "x"), "The environment"))
                .hasMessageStartingWith("The environment: column_type cannot be read");
        assertThatThrownBy(() -> changed.with(Map.of("tables.scoped", "a"), "The command line"))
                .hasMessageStartingWith("The command line: a name in tables.scoped");
    }
}
