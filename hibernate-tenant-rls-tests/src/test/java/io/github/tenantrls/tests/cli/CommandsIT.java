// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.IsolationFile;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each command does what its help says, on a real database. */
@ExtendWith(DatabaseExtension.class)
class CommandsIT {

    private final Database database;
    private final Path folder;
    private Cli cli = Cli.of(Path.of("tenant-rls.properties"));

    CommandsIT(Database database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
    }

    @BeforeEach
    void configure() {
        CliShop.create(database, 10);
        cli = passwords(Cli.of(CliShop.configure(database, folder)));
    }

    private Cli passwords(Cli plain) {
        return plain.with("TENANT_RLS_PASSWORD", database.password(Role.OWNER))
                .with("TENANT_RLS_RUNTIME_PASSWORD", database.password(Role.APP))
                .with("TENANT_RLS_SYSTEM_PASSWORD", database.password(Role.SYSTEM));
    }

    private static void done(Said said) {
        assertThat(said.code()).as(said.all()).isZero();
    }

    private void isolate() {
        done(cli.run("migrate", "--apply", "-o", folder.toString()));
    }

    @Test
    void from_nothing_to_isolated() {
        Path file = folder.resolve("made.properties");
        Cli made = passwords(Cli.of(file));

        Said init = made.run(
                "init",
                "--url=" + database.url(),
                "--user=" + database.user(Role.OWNER),
                "--tables=customer",
                "--global=country",
                "--tenant=" + CliShop.A,
                "--runtime-role=app",
                "--system-user=system");
        done(init);
        assertThat(init.out())
                .contains("2 tenant-scoped:", "public.invoice: refers to public.customer by customer_id", "1 global:");
        assertThat(IsolationFile.read(file).values())
                .containsEntry(IsolationConfig.SCOPED, "public.customer,public.invoice")
                .containsEntry("table.public.customer.fill", "tenant:" + CliShop.A)
                .containsEntry("table.public.invoice.fill", "via:customer_id")
                .containsEntry("runtime_role", "app")
                .containsEntry("system.user", "system");
        assertThat(file).content().contains("#   public.invoice: refers to public.customer by customer_id");

        Said migrate = made.run("migrate", "--apply", "-o", folder.toString());
        done(migrate);
        assertThat(migrate.out()).contains("undo script: " + folder.resolve("tenant-rls-undo-1.sql"), "Done: ");
        done(made.run("migrate", "--fail-on-difference"));

        Said check = made.run("check", "--fail-on=high");
        done(check);
        assertThat(check.out()).contains("2 of 2 tenant-scoped tables", "public.customer: proved", "seen as role app");
    }

    @Test
    void init_replaces_no_file_unless_that_is_meant() throws IOException {
        Path file = folder.resolve(IsolationFile.NAME);
        String before = Files.readString(file);
        Said refused = cli.run("init", "--url=" + database.url(), "--user=owner");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("is there already, and was left as it is; give --overwrite");
        assertThat(file).hasContent(before);

        done(cli.run("init", "--url=" + database.url(), "--user=owner", "--overwrite"));
        assertThat(Files.readString(file)).isNotEqualTo(before);
    }

    @Test
    void migrate_shows_what_is_lacking_and_changes_nothing() {
        Said listed = cli.run("migrate");
        done(listed);
        assertThat(listed.out())
                .contains("prepare:", "   1  ", "enforce:", "Nothing was changed. --apply takes these steps");
        assertThat(cli.run("migrate", "--fail-on-difference").code()).isEqualTo(1);
        assertThat(cli.run("migrate", "--phase=prepare").out())
                .contains("prepare:")
                .doesNotContain("enforce:");
        assertThat(database.value(Role.OWNER, "select count(*) from pg_attribute where attname = 'tenant_id'"))
                .isEqualTo("0");
    }

    @Test
    void migrate_goes_in_two_phases() {
        done(cli.run("migrate", "--apply", "--phase=prepare", "--concurrently", "-o", folder.toString()));
        assertThat(database.value(Role.OWNER, "select count(*) from invoice where tenant_id = '" + CliShop.A + "'"))
                .isEqualTo("10");
        assertThat(database.value(Role.OWNER, "select count(*) from pg_policy where polrelid <> 'tenants'::regclass"))
                .isEqualTo("0");
        database.sql(Role.OWNER, "insert into invoice (id, customer_id) values (11, 1)");

        Said rest = cli.run("migrate");
        assertThat(rest.out()).contains("enforce:").doesNotContain("prepare:");
        isolate();
        assertThat(database.value(Role.APP, "select count(*) from invoice")).isEqualTo("0");
        assertThat(cli.run("migrate").out()).contains("Nothing is lacking.");
    }

    @Test
    void check_finds_what_is_wrong_and_ends_with_one() {
        isolate();
        done(cli.run("check"));
        database.sql(Role.OWNER, "alter table invoice disable row level security");

        Said said = cli.run("check");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("RLS002", "PROBE").contains("public.invoice: refuted");
        assertThat(cli.run("check", "--no-probe").out()).contains("RLS002").doesNotContain("PROBE");
    }

    @Test
    void check_fails_from_a_severity_on_and_accepts_what_is_known() throws IOException {
        database.sql(Role.OWNER, "alter table customer add unique (email)");
        isolate();
        assertThat(cli.run("check", "--fail-on=high").code()).isZero();
        Said said = cli.run("check", "--fail-on=medium");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("RLS026");
        assertThat(cli.with("TENANT_RLS_VERIFICATION_FAIL_ON", "medium")
                        .run("check")
                        .code())
                .isEqualTo(1);

        Path baseline = folder.resolve("baseline.txt");
        Files.writeString(baseline, "RLS026 public.customer until 2099-12-31: known\n");
        Said accepted = cli.run("check", "--fail-on=low", "--baseline=" + baseline);
        done(accepted);
        assertThat(accepted.out()).contains("known");
    }

    @Test
    void check_writes_each_format() {
        isolate();
        List<String> beginnings =
                List.of("text:0 findings", "json:{", "junit:<?xml", "sarif:{", "markdown:", "html:<!");
        for (String beginning : beginnings) {
            String format = beginning.substring(0, beginning.indexOf(':'));
            Path file = folder.resolve("report." + format);
            Said said = cli.run("check", "--no-probe", "--format=" + format, "-o", file.toString());
            done(said);
            assertThat(said.out()).contains("0 findings", "written: " + file);
            assertThat(file)
                    .content()
                    .startsWith(beginning.substring(beginning.indexOf(':') + 1))
                    .isNotBlank();
        }
    }

    @Test
    void the_environment_goes_before_the_file_and_the_command_line_before_both() {
        Cli other = cli.with("TENANT_RLS_COLUMN", "mandant");
        assertThat(other.run("migrate", "--dry-run", "--set=tables.global=").all())
                .contains("mandant");
        assertThat(other.run("migrate", "--set=column=firm").out())
                .contains("firm")
                .doesNotContain("mandant");
        assertThat(cli.run("migrate").out()).contains("tenant_id").doesNotContain("mandant");
        Said wrong = cli.with("TENANT_RLS_COLUMN_TYPE", "float").run("migrate");
        assertThat(wrong.err()).startsWith("error: The environment (TENANT_RLS_..): column_type cannot be read");
    }

    @Test
    void tenants_are_seeded_listed_suspended_and_deleted() throws IOException {
        isolate();
        Said one = cli.run("seed", "--slug=acme", "--name=Acme Ltd", "--id=" + CliShop.A);
        done(one);
        assertThat(one.out()).isEqualTo("created: acme  " + CliShop.A + "  Acme Ltd\n");

        Path csv = folder.resolve("tenants.csv");
        Files.writeString(
                csv, "\ufeffname,slug\r\n\"Globex, \"\"Inc\"\"\nof X\",globex\r\nAcme Ltd,acme\r\n\r\nZ,zeta");
        Said seeded = cli.run("seed", "--csv=" + csv);
        done(seeded);
        assertThat(seeded.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("line 2: created: globex")
                                .endsWith("Globex, \"Inc\" of X"),
                        line -> assertThat(line).isEqualTo("line 4: there already: acme  " + CliShop.A + "  Acme Ltd"),
                        line -> assertThat(line).startsWith("line 6: created: zeta"));

        Said list = cli.run("tenants", "list", "--limit=2");
        assertThat(list.out()).contains("acme    active     " + CliShop.A + "  Acme Ltd\nglobex  active");
        assertThat(list.err()).isEqualTo("There may be more: --after globex\n");
        assertThat(cli.run("tenants", "list", "--after=globex", "--format=json").out())
                .startsWith("[\n  {\"id\": \"")
                .contains("\"slug\": \"zeta\", \"name\": \"Z\", \"status\": \"active\", \"createdAt\": \"20")
                .doesNotContain("acme");

        assertThat(cli.run("tenants", "suspend", "acme").out()).startsWith("suspended: acme");
        assertThat(cli.run("tenants", "list").out()).contains("acme    suspended");
        assertThat(cli.run("tenants", "activate", CliShop.A).out()).startsWith("active: acme");

        assertThat(cli.run("tenants", "delete", "zeta").code()).isEqualTo(2);
        Said kept = cli.run("tenants", "delete", "acme", "--yes");
        assertThat(kept.code()).isEqualTo(6);
        assertThat(kept.err())
                .contains("public.customer (1), public.invoice (10)", "delete them first, or give --with-rows");
        Said deleted = cli.run("tenants", "delete", "acme", "--yes", "--with-rows");
        done(deleted);
        assertThat(deleted.err()).contains("public.invoice: 10 of 10 rows deleted");
        assertThat(database.value(Role.SUPERUSER, "select count(*) from invoice"))
                .isEqualTo("0");
        Said gone = cli.run("tenants", "delete", "acme", "--yes");
        assertThat(gone.code()).isEqualTo(6);
        assertThat(gone.err()).contains("There is no tenant with this identifier or slug");
    }

    @Test
    void seeding_is_all_or_nothing_unless_that_is_not_wanted() throws IOException {
        isolate();
        Path csv = folder.resolve("tenants.csv");
        Files.writeString(csv, "slug,name,id\nfirst,First,\nsecond,Second," + CliShop.A + "\nthird,Third," + CliShop.A);

        Said refused = cli.run("seed", "--csv=" + csv);
        assertThat(refused.code()).isEqualTo(6);
        assertThat(refused.err())
                .startsWith("error: line 4: nothing was created: ")
                .contains("another has its identifier already");
        assertThat(cli.run("tenants", "list").out()).isEmpty();

        Said some = cli.run("seed", "--csv=" + csv, "--continue");
        assertThat(some.code()).isEqualTo(6);
        assertThat(some.out()).contains("line 2: created: first", "line 3: created: second", "line 4: not created: ");
        assertThat(some.err()).contains("1 of 3 tenants were not created");
        assertThat(cli.run("tenants", "list").out().lines()).hasSize(2);
    }

    @Test
    void the_owner_takes_on_the_role_of_the_system_where_he_may() {
        database.sql(Role.SUPERUSER, "grant system to owner");
        try {
            isolate();
            Cli assuming = cli.with("TENANT_RLS_SYSTEM_ROLE", "system");
            done(assuming.run("seed", "--set=system.user=", "--slug=acme", "--name=Acme"));
            assertThat(database.query(Role.SYSTEM, "select slug from tenants")).containsExactly("acme");
        } finally {
            database.sql(Role.SUPERUSER, "revoke system from owner");
        }
        Said said =
                cli.with("TENANT_RLS_SYSTEM_ROLE", "system").run("seed", "--set=system.user=", "--slug=b", "--name=B");
        assertThat(said.code()).isEqualTo(4);
        assertThat(said.err()).contains("owner cannot take on the role system", "name its login by --system-user");
    }
}
