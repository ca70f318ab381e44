// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command line as users get it: a jar, and a process. */
@ExtendWith(DatabaseExtension.class)
class PackagedIT {

    private final Database database;
    private final Path folder;

    PackagedIT(Database database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
    }

    private static String line(String... args) {
        return Stream.concat(CliProcess.command().stream(), Stream.of(args))
                .map(CliProcess::quoted)
                .collect(Collectors.joining(" "));
    }

    private static Said shell(String line) throws IOException, InterruptedException {
        try (CliProcess process = CliProcess.shell(Map.of(), line)) {
            return process.end();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "cli.jar", matches = ".+")
    void the_jar_holds_what_it_needs_and_no_hibernate() throws IOException {
        try (JarFile jar = new JarFile(CliProcess.jar().toFile())) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();
            assertThat(names)
                    .contains(
                            "io/github/tenantrls/cli/TenantRlsCommand.class",
                            "io/github/tenantrls/hibernate/RlsConnectionProvider.class",
                            "org/postgresql/Driver.class",
                            "META-INF/LICENSE",
                            "META-INF/THIRD-PARTY.txt",
                            "META-INF/services/org.hibernate.integrator.spi.Integrator",
                            "META-INF/services/java.sql.Driver")
                    .doesNotHaveDuplicates()
                    .noneMatch(name -> name.startsWith("org/hibernate/"))
                    .noneMatch(name -> name.startsWith("jakarta/"))
                    .noneMatch(name -> name.endsWith("module-info.class"))
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isEqualTo("true");
            String licences = new String(
                    jar.getInputStream(jar.getEntry("META-INF/THIRD-PARTY.txt")).readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(licences)
                    .contains(
                            "picocli",
                            "JBoss Logging",
                            "PostgreSQL Global Development Group",
                            "OnGres",
                            "Tongfei Chen",
                            "JLine");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "cli.jar", matches = ".+")
    void the_jar_is_beside_the_library_which_has_nothing_of_it() throws IOException {
        Path library = Path.of(CliProcess.jar().toString().replace("-cli.jar", ".jar"));
        try (JarFile jar = new JarFile(library.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .noneMatch(name -> name.startsWith("picocli/") || name.startsWith("org/postgresql/"))
                    .contains("META-INF/maven/io.github.tenantrls/hibernate-tenant-rls/pom.xml");
        }
    }

    @Test
    void it_says_its_version_and_shows_its_help() throws Exception {
        Said version = shell(line("--version"));
        assertThat(version.code()).isZero();
        assertThat(version.out()).matches("(?s)tenant-rls \\S+.*PostgreSQL JDBC driver \\S+\\RJava \\S+\\R");
        Said help = shell(line("help", "tenants", "delete"));
        assertThat(help.out()).contains("Usage: tenant-rls tenants delete", "--with-rows", "Examples:");
        assertThat(help.err()).isEmpty();
        Said percent = shell(line("explain", "--help"));
        assertThat(percent.out()).contains("like 'A%'");
        assertThat(percent.err()).isEmpty();
    }

    @Test
    void nobody_who_reads_on_is_no_failure() throws Exception {
        Said said = shell("set -o pipefail; " + line("completion", "bash") + " | head -1");
        assertThat(said.out()).hasLineCount(1);
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
    }

    @Test
    void a_full_disk_is_said() throws Exception {
        assumeThat(Files.exists(Path.of("/dev/full")))
                .as("there is no /dev/full")
                .isTrue();
        Said said = shell(line("completion", "bash") + " > /dev/full");
        assertThat(said.code()).isEqualTo(6);
        assertThat(said.err()).startsWith("error: The output could not be written (No space left on device)");
    }

    @Test
    void commands_and_options_are_completed_in_bash() throws Exception {
        Path script = folder.resolve("completion");
        assertThat(shell(line("completion", "bash") + " > " + script).code()).isZero();
        Said said = shell("compopt() { :; }; source " + script
                + "; COMP_WORDS=(tenant-rls mig); COMP_CWORD=1; COMP_LINE='tenant-rls mig';"
                + " _complete_tenant-rls tenant-rls mig tenant-rls; echo ${COMPREPLY[@]};"
                + " COMP_WORDS=(tenant-rls tenants delete --w); COMP_CWORD=3; COMP_LINE='tenant-rls tenants delete --w';"
                + " _complete_tenant-rls tenant-rls --w delete; echo ${COMPREPLY[@]}");
        assertThat(said.out()).isEqualTo("migrate\n--with-rows\n");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void the_password_of_a_file_of_psql_is_found() throws Exception {
        try (PasswordServer server = PasswordServer.start()) {
            Path file = folder.resolve("pgpass");
            Files.writeString(file, "127.0.0.1:" + server.port() + ":shop:owner:from pgpass\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            try (CliProcess process = CliProcess.start(
                    Map.of("PGPASSFILE", file.toString()),
                    "migrate",
                    "--url=" + server.url(),
                    "--user=owner",
                    "--set=tables.scoped=public.a")) {
                Said said = process.end();
                assertThat(said.code()).isEqualTo(3);
                assertThat(said.all()).doesNotContain("from pgpass");
            }
            assertThat(server.passwords()).containsExactly("from pgpass");
        }
    }

    @Test
    void a_database_is_isolated_by_it() throws Exception {
        CliShop.create(database, 10);
        String config = "--config=" + CliShop.configure(database, folder);
        Map<String, String> passwords = Map.of(
                "TENANT_RLS_PASSWORD", database.password(Role.OWNER),
                "TENANT_RLS_RUNTIME_PASSWORD", database.password(Role.APP),
                "TENANT_RLS_SYSTEM_PASSWORD", database.password(Role.SYSTEM));
        for (String[] command : List.of(
                new String[] {"migrate", config, "--apply", "-o", folder.toString()},
                new String[] {"check", config},
                new String[] {"seed", config, "--slug=acme", "--name=Acm\u00e9"},
                new String[] {"tenants", "list", config})) {
            try (CliProcess process = CliProcess.start(passwords, command)) {
                Said said = process.end();
                assertThat(said.code()).as(said.all()).isZero();
                assertThat(said.err().lines()).allMatch(line -> line.startsWith("note: "));
                if (command[0].equals("tenants")) {
                    assertThat(said.out()).contains("Acm\u00e9");
                }
            }
        }
    }
}
