// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong is said in one line, with the next step and an exit code, and nothing is half done. */
@ExtendWith(DatabaseExtension.class)
class BadInputIT {

    private final Database database;
    private final Path folder;
    private Cli cli = Cli.of(Path.of("tenant-rls.properties"));

    BadInputIT(Database database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
    }

    @BeforeEach
    void configure() {
        CliShop.create(database, 10);
        cli = Cli.of(CliShop.configure(database, folder)).with("TENANT_RLS_PASSWORD", database.password(Role.OWNER));
    }

    private static void refused(Said said, int code, String... words) {
        assertThat(said.err().lines().filter(line -> !line.startsWith("note: ")))
                .as(said.all())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(words)
                .doesNotContain("\tat ");
        assertThat(said.code()).isEqualTo(code);
    }

    @Test
    void a_host_that_there_is_not() {
        refused(
                cli.run("migrate", "--url=jdbc:postgresql://no-such-host.invalid/shop"),
                3,
                "There is no host of the name in jdbc:postgresql://no-such-host.invalid/shop",
                "correct the URL, by --url or in the configuration");
    }

    @Test
    void a_port_where_nobody_listens() {
        refused(
                cli.run("migrate", "--url=jdbc:postgresql://localhost:1/shop?connectTimeout=5"),
                3,
                "There is no connection to jdbc:postgresql://localhost:1/shop (",
                "see that the server runs there");
    }

    @Test
    void a_database_that_there_is_not() {
        String url = database.url().replace(database.name(), "no_such_database");
        refused(cli.run("migrate", "--url=" + url), 3, "There is no such database", "or create the database");
    }

    @Test
    void a_role_that_may_not_log_in() {
        refused(cli.run("migrate", "--user=pg_monitor"), 3, "The log-in of pg_monitor was refused");
    }

    @Test
    void a_role_without_privileges() {
        refused(
                cli.run("migrate", "--apply", "-o", folder.toString(), "--user=" + database.user(Role.APP)),
                4,
                "The role app may not change tables that it does not own");
        assertThat(database.value(Role.OWNER, "select count(*) from pg_attribute where attname = 'tenant_id'"))
                .isEqualTo("0");
    }

    @Test
    void a_table_that_there_is_not() {
        refused(
                cli.run("migrate", "--set=tables.scoped=public.customer,public.invoice,public.custmer"),
                2,
                "public.custmer");
    }

    @Test
    void a_configuration_that_there_is_not_or_that_names_no_table() {
        refused(
                Cli.of(folder.resolve("other.properties")).run("migrate"),
                2,
                "There is no file " + folder.resolve("other.properties"),
                "init");
        refused(
                Cli.plain(Map.of(), "migrate", "--url=" + database.url()),
                2,
                "Nothing says which tables are tenant-scoped; run tenant-rls init");
        refused(
                Cli.plain(Map.of(), "migrate", "--set=tables.scoped=public.a"),
                2,
                "Nothing says which database is meant");
    }

    @Test
    void a_configuration_of_a_newer_version() throws IOException {
        Path file = folder.resolve("newer.properties");
        Files.writeString(file, "format=7\n");
        refused(
                Cli.of(file).run("check"),
                2,
                "newer.properties:1: the configuration has the format 7, which is newer than this version",
                "use the version that wrote it, or a later one");
    }

    @Test
    void a_configuration_that_may_not_be_read() throws IOException {
        Path file = Files.createDirectory(folder.resolve("folder.properties"));
        refused(Cli.of(file).run("check"), 2, file + " cannot be read (");
    }

    @Test
    void options_that_there_are_not_or_that_exclude_each_other() {
        refused(cli.run("migrate", "--aply"), 2, "There is no option --aply; see tenant-rls migrate --help");
        refused(cli.run("migrate", "--apply", "--dry-run"), 2, "--apply", "--dry-run", "see tenant-rls migrate --help");
        refused(cli.run("migrate", "--phase=later"), 2, "--phase", "PREPARE", "see tenant-rls migrate --help");
        refused(cli.run("migrate", "--lock-timeout=5"), 2, "a duration is a number with ms, s or m, such as 500ms");
        refused(
                cli.run("migrate", "--apply", "--batch-size=0", "-o", folder.toString()),
                2,
                "--batch-size of 1 to 1000000");
        assertThat(folder.resolve("tenant-rls-undo-1.sql")).doesNotExist();
        refused(Cli.plain(Map.of()), 2, "Missing required subcommand; see tenant-rls --help");
        refused(Cli.plain(Map.of(), "chekc"), 2, "not a command");
        refused(Cli.plain(Map.of(), "seed", "--slug=a"), 2, "--name");
    }

    @Test
    void locks_that_are_not_got() throws SQLException {
        try (Connection other = database.connection(Role.OWNER);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table customer in access share mode");
            refused(
                    withoutRetries(cli.run(
                            "migrate", "--apply", "--attempts=2", "--lock-timeout=50ms", "-o", folder.toString())),
                    5,
                    "The migration ended in step");
            other.rollback();
        }
        assertThat(cli.run("migrate", "--apply", "-o", folder.toString()).code())
                .isZero();
        assertThat(cli.run("migrate", "--fail-on-difference").code()).isZero();
    }

    private static Said withoutRetries(Said said) {
        String rest = said.err()
                .lines()
                .filter(line -> !line.startsWith("      "))
                .reduce("", (all, line) -> all + line + "\n");
        assertThat(said.err()).contains("attempt 1 failed, and is made again");
        return new Said(said.code(), said.out(), rest);
    }

    @Test
    void another_migration() throws SQLException {
        try (Connection other = database.connection(Role.OWNER);
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(" + MigrationRunner.LOCK_KEY + ")");
            Said said = cli.run("migrate", "--apply", "--max-wait=300ms", "-o", folder.toString());
            assertThat(said.code()).as(said.all()).isEqualTo(5);
            assertThat(said.err()).contains("Another migration of this database is at work, and is waited for.");
        }
    }

    @Test
    void rows_of_which_nobody_says_whose_they_are() {
        refused(
                cli.run("migrate", "--set=table.public.customer.fill="),
                2,
                "The table public.customer has rows without a tenant",
                "set table.public.customer.fill to tenant:<identifier>");
    }

    @Test
    void a_step_that_fails_says_which_and_the_next_run_goes_on() {
        String broken = "--set=table.public.customer.fill=sql:case id when 1 then (1 / (id - 1))::text::uuid end";
        Said said = cli.run("migrate", "--apply", broken, "-o", folder.toString());
        refused(said, 6, "The migration ended in step", "division by zero");
        assertThat(cli.run("migrate").out()).contains("fill tenant_id of the rows of public.customer");

        assertThat(cli.run("migrate", "--apply", "-o", folder.toString()).code())
                .isZero();
        assertThat(database.query(Role.SUPERUSER, "select distinct tenant_id from invoice"))
                .containsExactly(CliShop.A);
        assertThat(folder.resolve("tenant-rls-undo-1.sql")).exists();
        assertThat(folder.resolve("tenant-rls-undo-2.sql")).exists();
    }

    @Test
    void a_csv_file_that_cannot_be_read() throws IOException {
        Path csv = folder.resolve("tenants.csv");
        Files.writeString(csv, "slug,name\na,\"A\nb,B\n");
        refused(cli.run("seed", "--csv=" + csv), 2, csv + ", line 2: a quote that does not end; nothing was created");
        Files.writeString(csv, "slug,name\na,A,x\n");
        refused(cli.run("seed", "--csv=" + csv), 2, csv + ", line 2: 3 fields, where the header has 2");
        Files.writeString(csv, "slug,nam\na,A\n");
        refused(cli.run("seed", "--csv=" + csv), 2, csv + ", line 1: the header is to have slug, name and maybe id");
        refused(cli.run("seed", "--csv=" + folder.resolve("none.csv")), 2, "none.csv cannot be read (NoSuchFile");
    }

    @Test
    void output_that_cannot_be_written() throws IOException {
        Path file = folder.resolve("a file");
        Files.writeString(file, "");
        refused(cli.run("migrate", "-o", file.resolve("folder").toString()), 6, "cannot be written");
        refused(cli.run("migrate", "--apply", "-o", file.toString()), 6, "cannot be written");
        assertThat(cli.run("migrate", "--fail-on-difference").code()).isEqualTo(1);
    }
}
