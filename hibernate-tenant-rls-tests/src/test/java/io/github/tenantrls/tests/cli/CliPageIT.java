// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.cli.TenantRlsCommand;
import io.github.tenantrls.explain.ExplainOptions;
import io.github.tenantrls.explain.QueryExplainer;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.IsolationFile;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.migration.MigrationScript;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.migration.ScriptFile;
import io.github.tenantrls.migration.ScriptFormat;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.DatabaseVerifier;
import io.github.tenantrls.verify.VerificationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/cli.md}: what its commands print, and its code. */
@ExtendWith(DatabaseExtension.class)
class CliPageIT {

    private final Database database;
    private final Path folder;

    CliPageIT(Database database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** What the page would be is in {@code target/pages}, to be compared and copied. */
    @Test
    void the_commands_print_what_the_page_says() throws IOException {
        database.empty();
        String page = Files.readString(Path.of("../docs/cli.md"));
        String replayed = new CliPage(database, folder).replay(page);
        Files.writeString(Files.createDirectories(Path.of("target/pages")).resolve("cli.md"), replayed);
        assertThat(page).isEqualTo(replayed);
    }

    @Test
    void the_exit_codes_are_those_of_the_help() throws IOException {
        String page = Files.readString(Path.of("../docs/cli.md"));
        String help = Cli.plain(Map.of(), "--help").out();
        for (String code : new String[] {"0", "1", "2", "3", "4", "5", "6", "70", "130"}) {
            assertThat(page).contains("| " + code + " | ");
            assertThat(help).containsPattern("\\n  " + code + " +\\w");
        }
    }

    @Test
    void its_code_works() throws SQLException {
        CliShop.create(database, 10);
        Path file = CliShop.configure(database, folder);
        PrintWriter out = new PrintWriter(new StringWriter());
        useTheApi(
                file,
                folder,
                database.dataSource(Role.OWNER),
                database.dataSource(Role.APP),
                database.dataSource(Role.SYSTEM));
        // tag::run[]
        Map<String, String> environment = Map.of("TENANT_RLS_RUNTIME_PASSWORD", "app");
        int exitCode = TenantRlsCommand.run(out, out, environment, "check", "--config", file.toString());
        // end::run[]
        assertThat(exitCode).isZero();
    }

    private static void useTheApi(Path file, Path folder, DataSource owner, DataSource application, DataSource system)
            throws SQLException {
        // tag::api[]
        IsolationConfig config = IsolationFile.read(file);
        try (Connection connection = owner.getConnection()) {
            MigrationPlan plan = MigrationPlan.of(connection, config, PlanOptions.DEFAULT);
            for (ScriptFile script : MigrationScript.files(plan, ScriptFormat.FLYWAY, folder)) {
                script.write(folder, false);
            }
            new MigrationRunner(config, PlanOptions.DEFAULT, RunOptions.DEFAULT, MigrationListener.NONE)
                    .run(connection);
        }
        VerificationReport report = DatabaseVerifier.of(
                        application, config.scoped(), config.global(), config.settings())
                .verifyAndProbe();
        Tenants tenants = Tenants.of(system, config.scoped(), config.settings());
        Object acme = tenants.create("acme", "Acme Ltd").id();
        boolean kept = QueryExplainer.of(application, system, config.scoped(), config.settings())
                .explain("select * from invoice where id = 1", acme.toString(), ExplainOptions.DEFAULT)
                .isKept();
        // end::api[]
        assertThat(report.findings()).isEmpty();
        assertThat(kept).isTrue();
    }
}
