// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationScript;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.migration.ScriptFile;
import io.github.tenantrls.migration.ScriptFormat;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The files, run by the tools that they are for. */
@ExtendWith(DatabaseExtension.class)
@Timeout(120)
class MigrationScriptIT {

    private static final PlanOptions CONCURRENTLY = new PlanOptions(EnumSet.allOf(MigrationPhase.class), true);

    private final Database database;
    private List<String> before = List.of();

    @TempDir
    Path folder;

    MigrationScriptIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void shop() {
        database.sql(Role.SUPERUSER, "drop schema if exists history cascade");
        OldShop.create(database);
        before = Catalogs.of(database);
    }

    @Test
    void plain_sql_isolates_and_its_undo_restores_what_was_and_it_can_be_run_again() throws Exception {
        List<Path> scripts = write(ScriptFormat.SQL);
        assertThat(scripts)
                .map(path -> path.getFileName().toString())
                .containsExactly("tenant-rls-migration.sql", "tenant-rls-migration-undo.sql");

        Psql.run(database, scripts.get(0));
        isIsolated();
        Psql.run(database, scripts.get(1));
        isAsBefore();
        Psql.byDriver(database, scripts.get(0));
        isIsolated();
        Psql.byDriver(database, scripts.get(1));
        isAsBefore();
    }

    @Test
    void flyway_isolates_and_the_undo_restores_what_was_and_it_can_be_migrated_again() throws Exception {
        for (String old : List.of("V1__first.sql", "V1.2__old.sql", "R__views.sql", "U7__undo.sql")) {
            Files.writeString(folder.resolve(old), "select 1;");
        }
        List<Path> scripts = write(ScriptFormat.FLYWAY);
        assertThat(scripts.get(0)).hasFileName("V1.3__tenant_isolation_prepare.sql");

        flyway().migrate();
        isIsolated();
        undo(scripts);
        isAsBefore();
        flyway().migrate();
        isIsolated();
    }

    @Test
    void liquibase_isolates_and_its_rollback_restores_what_was_and_it_can_be_updated_again() throws Exception {
        Files.writeString(folder.resolve("tenant-rls-4.sql"), "--liquibase formatted sql");
        List<Path> scripts = write(ScriptFormat.LIQUIBASE);
        assertThat(scripts).singleElement().satisfies(path -> assertThat(path).hasFileName("tenant-rls-5.sql"));

        database.sql(Role.OWNER, "create schema history");
        liquibase("update", 0);
        isIsolated();
        liquibase("rollbackCount", 1_000);
        database.sql(Role.OWNER, "drop schema history cascade");
        isAsBefore();
        database.sql(Role.OWNER, "create schema history");
        liquibase("update", 0);
        isIsolated();
    }

    private List<Path> write(ScriptFormat format) throws IOException, SQLException {
        MigrationPlan plan = OldShop.plan(database, OldShop.config(), CONCURRENTLY);
        List<ScriptFile> files = MigrationScript.files(plan, format, folder);
        assertThat(MigrationScript.files(plan, format, folder)).isEqualTo(files);
        for (ScriptFile file : files) {
            Files.writeString(folder.resolve(file.name()), file.text());
        }
        return files.stream().map(file -> folder.resolve(file.name())).toList();
    }

    private void isIsolated() throws SQLException {
        assertThat(OldShop.plan(database, OldShop.config(), CONCURRENTLY).steps())
                .isEmpty();
        OldShop.assertRightTenants(database);
    }

    private void isAsBefore() {
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(before);
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(database.url(), database.user(Role.OWNER), database.password(Role.OWNER))
                .locations("filesystem:" + folder)
                .defaultSchema("history")
                .createSchemas(true)
                .baselineOnMigrate(true)
                .baselineVersion("1.2")
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load();
    }

    /** As Flyway does where it has undo: the last first; that is not in the edition at hand. */
    private void undo(List<Path> scripts) throws Exception {
        for (int i = scripts.size() - 1; i >= 0; i--) {
            String name = scripts.get(i).getFileName().toString();
            if (name.startsWith("U") && name.endsWith(".sql")) {
                Path whole = folder.resolve("undo.txt");
                Files.writeString(whole, "begin;\n" + Files.readString(scripts.get(i)) + "commit;\n");
                Psql.byDriver(database, whole);
            }
        }
        database.sql(Role.OWNER, "drop schema history cascade");
    }

    private void liquibase(String command, int count) throws Exception {
        try (Connection connection = database.connection(Role.OWNER);
                DirectoryResourceAccessor resources = new DirectoryResourceAccessor(folder)) {
            liquibase.database.Database target =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            target.setLiquibaseSchemaName("history");
            Scope.child(
                    Map.of(Scope.Attr.resourceAccessor.name(), resources, Scope.Attr.ui.name(), new LoggerUIService()),
                    () -> {
                        CommandScope scope = new CommandScope(command)
                                .addArgumentValue("changelogFile", "tenant-rls-5.sql")
                                .addArgumentValue("database", target);
                        if (count > 0) {
                            scope.addArgumentValue("count", count);
                        }
                        scope.execute();
                    });
        }
    }
}
