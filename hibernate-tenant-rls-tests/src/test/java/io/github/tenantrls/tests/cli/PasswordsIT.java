// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords reach the server, and nobody else. */
class PasswordsIT {

    private static final String SECRET = "p4ss w\u00f6rd";

    private final Path folder;

    PasswordsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String permissions, String text) throws IOException {
        Path file = folder.resolve("password");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    private static String[] migrate(PasswordServer server, String... more) {
        return Stream.concat(
                        Stream.of(
                                "migrate",
                                "--url=" + server.url(),
                                "--user=owner",
                                "--set=tables.scoped=public.a",
                                "--stacktrace"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static void isRefused(Said said, PasswordServer server) {
        assertThat(server.passwords()).containsExactly(SECRET);
        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err())
                .startsWith(
                        "error: The log-in of owner was refused (FATAL: password authentication failed for user \"owner\")")
                .contains("see that the role may log in", "TENANT_RLS_PASSWORD", "\tat ");
        assertThat(said.all()).doesNotContain(SECRET);
    }

    @Test
    void a_variable() throws IOException {
        try (PasswordServer server = PasswordServer.start()) {
            isRefused(Cli.plain(Map.of("TENANT_RLS_PASSWORD", SECRET), migrate(server)), server);
        }
    }

    /** Whatever is logged, by the driver too, whose finest messages are asked for. */
    @Test
    void none_is_logged() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(new SimpleFormatter().format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger driver = Logger.getLogger("org.postgresql");
        Level before = driver.getLevel();
        driver.addHandler(handler);
        driver.setLevel(Level.ALL);
        try (PasswordServer server = PasswordServer.start()) {
            Said said = Cli.plain(Map.of("TENANT_RLS_PASSWORD", SECRET), migrate(server));
            assertThat(server.passwords()).containsExactly(SECRET);
            assertThat(said.all()).contains("The log-in of owner was refused").doesNotContain(SECRET);
        } finally {
            driver.setLevel(before);
            driver.removeHandler(handler);
        }
        assertThat(lines).anyMatch(line -> line.contains("127.0.0.1")).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void the_first_line_of_a_file_goes_before_the_variable() throws IOException {
        Path file = file("rw-------", SECRET + "\nsecond line");
        try (PasswordServer server = PasswordServer.start()) {
            Map<String, String> other = Map.of("TENANT_RLS_PASSWORD", "another");
            isRefused(Cli.plain(other, migrate(server, "--password-file=" + file)), server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void a_file_that_others_may_read_is_refused(String permissions) throws IOException {
        Path file = file(permissions, SECRET);
        try (PasswordServer server = PasswordServer.start()) {
            Said said = Cli.plain(Map.of(), migrate(server, "--password-file=" + file));
            assertThat(server.passwords()).isEmpty();
            assertThat(said.code()).isEqualTo(2);
            assertThat(said.err()).contains("can be read by others than its owner; run chmod 600 on it");
            assertThat(said.all()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--password", "--runtime-password", "--system-password"})
    void on_the_command_line_they_are_refused_and_not_repeated(String flag) {
        Said said = Cli.plain(Map.of(), "check", flag + "=" + SECRET, "--stacktrace");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("A password was given on the command line", flag + " takes no value");
        assertThat(said.all()).doesNotContain(SECRET);
    }

    @Test
    void after_a_flag_or_under_a_name_that_is_none_they_are_not_repeated() {
        for (List<String> args : List.of(
                List.of("migrate", "--password", SECRET),
                List.of("migrate", "--pasword=" + SECRET),
                List.of("migrate", "--set", "password=" + SECRET),
                List.of("migrate", "--url", "jdbc:postgresql://localhost/shop?password=" + SECRET),
                List.of(SECRET))) {
            Said said = Cli.plain(Map.of(), args.toArray(String[]::new));
            assertThat(said.code()).as("%s", args).isEqualTo(2);
            assertThat(said.err()).startsWith("error: ").hasLineCount(1);
            assertThat(said.all()).doesNotContain(SECRET);
        }
    }

    @Test
    void without_a_terminal_nobody_is_asked() throws IOException {
        try (PasswordServer server = PasswordServer.start()) {
            Said said = Cli.plain(Map.of(), migrate(server, "--password"));
            assertThat(said.code()).isEqualTo(2);
            assertThat(said.err()).contains("The password of owner cannot be asked for, because there is no terminal");
        }
    }

    @Test
    void the_application_and_the_system_have_their_own() throws IOException {
        Map<String, String> environment = Map.of(
                "TENANT_RLS_PASSWORD", "the owner's",
                "TENANT_RLS_RUNTIME_PASSWORD", "the application's",
                "TENANT_RLS_SYSTEM_PASSWORD", "the system's",
                "TENANT_RLS_TABLES_SCOPED", "public.a");
        try (PasswordServer server = PasswordServer.start()) {
            Cli.plain(environment, "check", "--url=" + server.url(), "--set=runtime_role=app");
            Cli.plain(environment, "tenants", "list", "--url=" + server.url(), "--system-user=app_system");
            Cli.plain(environment, "seed", "--url=" + server.url(), "--user=owner", "--slug=a", "--name=A");
            Cli.plain(environment, "check", "--url=" + server.url(), "--runtime-user=x", "--user=owner");
            assertThat(server.passwords())
                    .containsExactly("the application's", "the system's", "the owner's", "the application's");
        }
    }
}
