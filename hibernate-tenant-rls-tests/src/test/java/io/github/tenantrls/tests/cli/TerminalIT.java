// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** At a terminal, which is one of the program {@code script}: without it these tests are skipped. */
@ExtendWith(DatabaseExtension.class)
class TerminalIT {

    private static final String SCRIPT = "/usr/bin/script";
    private static final String ESCAPE = "\u001b[";

    private final Database database;
    private final Path folder;
    private final Map<String, String> environment;
    private String config = "";

    TerminalIT(Database database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
        environment = Map.of(
                "TENANT_RLS_PASSWORD",
                database.password(Role.OWNER),
                "TENANT_RLS_SYSTEM_PASSWORD",
                database.password(Role.SYSTEM));
    }

    @BeforeEach
    void terminal() {
        assumeThat(Files.isExecutable(Path.of(SCRIPT)))
                .as("there is no " + SCRIPT + " (util-linux), so nothing is tried at a terminal")
                .isTrue();
        CliShop.create(database, 20_000);
        config = "--config=" + CliShop.configure(database, folder);
    }

    @Test
    void a_password_is_asked_for_and_not_shown() throws Exception {
        try (PasswordServer server = PasswordServer.start();
                CliProcess process =
                        CliProcess.atTerminal(Map.of(), "migrate", config, "--password", "--url=" + server.url())) {
            process.awaitSaid("Password of owner: ");
            process.type("s3cret");
            Said said = process.end();
            assertThat(server.passwords()).containsExactly("s3cret");
            assertThat(said.code()).isEqualTo(3);
            assertThat(said.out()).contains("The log-in of owner was refused").doesNotContain("s3cret");
        }
    }

    @Test
    void a_deletion_is_asked_about() throws Exception {
        assertThat(Cli.of(folder.resolve("tenant-rls.properties"))
                        .with("TENANT_RLS_PASSWORD", database.password(Role.OWNER))
                        .run("migrate", "--apply", "-o", folder.toString())
                        .code())
                .isZero();
        database.sql(Role.SYSTEM, "insert into tenants values (gen_random_uuid(), 'acme', 'Acme')");

        assertThat(answered("no")).contains("Delete the tenant acme", "Acme? [yes/no] no", "Nothing was deleted.");
        assertThat(answered("y")).contains("Nothing was deleted.");
        assertThat(database.value(Role.SYSTEM, "select count(*) from tenants")).isEqualTo("1");
        assertThat(answered("yes")).contains("deleted: acme");
        assertThat(database.value(Role.SYSTEM, "select count(*) from tenants")).isEqualTo("0");
    }

    private String answered(String answer) throws IOException, InterruptedException {
        try (CliProcess process = CliProcess.atTerminal(environment, "tenants", "delete", "acme", config)) {
            process.awaitSaid("[yes/no]");
            process.type(answer);
            Said said = process.end();
            assertThat(said.code()).as(said.all()).isZero();
            return said.out();
        }
    }

    @Test
    void a_backfill_shows_a_bar_and_elsewhere_it_does_not() throws Exception {
        String[] migrate = {
            "migrate", "--apply", "--phase=prepare", "--batch-size=1000", "--batch-pause=100ms", "-o" + folder, config
        };
        try (CliProcess process = CliProcess.atTerminal(environment, migrate)) {
            Said said = process.end();
            assertThat(said.code()).as(said.all()).isZero();
            assertThat(said.out())
                    .containsPattern(
                            "\rpublic.invoice +\\d+% \\[=* *\\] +\\d+/20000 rows \\(0:00:0\\d / 0:00:\\d\\d\\)")
                    .containsPattern("\\d rows/s")
                    .contains("100%");
        }
        CliShop.create(database, 20_000);
        try (CliProcess process = CliProcess.start(environment, migrate)) {
            Said said = process.end();
            assertThat(said.code()).isZero();
            assertThat(said.all())
                    .doesNotContain("\r", "%", ESCAPE)
                    .contains("fill tenant_id of the rows of public.invoice");
        }
    }

    @Test
    void colours_are_for_terminals_unless_somebody_says_otherwise() throws Exception {
        assertThat(help(Map.of())).contains(ESCAPE);
        assertThat(help(Map.of("NO_COLOR", "1"))).doesNotContain(ESCAPE);
        assertThat(help(Map.of(), "--color=never")).doesNotContain(ESCAPE);
        assertThat(help(Map.of("NO_COLOR", "1"), "--color=always")).contains(ESCAPE);
        assertThat(Cli.plain(Map.of(), "--help").out()).doesNotContain(ESCAPE);
        assertThat(Cli.plain(Map.of(), "--color", "always", "--help").out()).contains(ESCAPE);
        assertThat(Cli.plain(Map.of(), "nothing").err()).doesNotContain(ESCAPE);
    }

    private static String help(Map<String, String> environment, String... more)
            throws IOException, InterruptedException {
        String[] args = new String[more.length + 1];
        System.arraycopy(more, 0, args, 0, more.length);
        args[more.length] = "--help";
        try (CliProcess process = CliProcess.atTerminal(new HashMap<>(environment), args)) {
            return process.end().out();
        }
    }

    @Test
    void init_asks_about_what_nothing_tells() throws Exception {
        database.sql(Role.OWNER, "create table note (id bigint primary key)");
        Path made = folder.resolve("asked.properties");
        try (CliProcess process = CliProcess.atTerminal(
                environment,
                "init",
                "--config=" + made,
                "--url=" + database.url(),
                "--user=owner",
                "--tables=customer",
                "--global=country")) {
            process.awaitSaid("[s]coped or [g]lobal?");
            process.type("g");
            Said said = process.end();
            assertThat(said.code()).as(said.all()).isZero();
            assertThat(made).content().contains("#   public.note: you said so").contains("public.note\n");
        }
    }
}
