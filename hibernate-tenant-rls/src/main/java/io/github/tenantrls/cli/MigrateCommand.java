// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationScript;
import io.github.tenantrls.migration.ScriptFile;
import io.github.tenantrls.migration.ScriptFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a database from what it is to what the configuration says. */
@Command(
        description = {
            "Show, write or do what a database lacks.",
            "What is lacking is seen by comparing it with the configuration. Without --apply nothing is changed: the steps are"
                    + " listed, or their SQL is printed or written."
        },
        footer = {
            "",
            "Examples:",
            "  tenant-rls migrate                                      what would be done",
            "  tenant-rls migrate --dry-run | less                     the same as SQL",
            "  tenant-rls migrate --format flyway -o src/main/resources/db/migration",
            "  tenant-rls migrate --apply --phase prepare --concurrently",
            "  tenant-rls migrate --apply",
            "  tenant-rls migrate --fail-on-difference                 in a build: 1 if something is lacking"
        })
final class MigrateCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Mixin
    private OwnerOptions owner = new OwnerOptions();

    @Mixin
    private MigrationOptions migration = new MigrationOptions();

    @ArgGroup(exclusive = true)
    private Way way = new Way();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Of what is printed or written: sql, flyway, liquibase. Default: sql.")
    private ScriptFormat format = ScriptFormat.SQL;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Write the migration and its undo script there; with --apply the undo script.")
    private @Nullable Path folder;

    @Option(names = "--overwrite", description = "Replace files that are there.")
    private boolean overwrite;

    @Option(names = "--fail-on-difference", description = "End with 1 if something is lacking.")
    private boolean failOnDifference;

    MigrateCommand(Shell shell) {
        this.shell = shell;
    }

    /** What is done with the plan. */
    private static final class Way {
        @Option(names = "--apply", description = "Do it. Can be interrupted at any time; the next run goes on.")
        private boolean apply;

        @Option(names = "--dry-run", description = "Print the SQL.")
        private boolean dryRun;
    }

    @Override
    public Integer call() throws SQLException {
        IsolationConfig config = Scoped.require(configuration.read(shell));
        LogIn logIn = owner.logIn(config, shell);
        try (Connection connection = logIn.open()) {
            MigrationPlan plan = MigrationPlan.of(connection, config, migration.plan());
            if (way.apply) {
                new Apply(shell, config, migration, folder == null ? Path.of("") : folder).run(connection, plan);
                return ExitCode.OK;
            }
            show(plan);
            return failOnDifference && !plan.isEmpty() ? ExitCode.FOUND : ExitCode.OK;
        }
    }

    private void show(MigrationPlan plan) {
        if (folder != null) {
            write(plan, folder);
        } else if (way.dryRun) {
            print(plan);
        } else {
            new PlanText(shell).print(plan);
        }
    }

    private void write(MigrationPlan plan, Path into) {
        if (plan.isEmpty()) {
            shell.out().println("Nothing is lacking, so nothing was written.");
            return;
        }
        List<ScriptFile> files = MigrationScript.files(plan, format, into);
        refuseTwice(files.get(0), into);
        for (ScriptFile file : files) {
            shell.out().println("written: " + Written.file(file, into, overwrite));
        }
        plan.notes().forEach(note -> shell.err().println("note: " + note));
    }

    /** Under the next version number it would be there once more. */
    private void refuseTwice(ScriptFile first, Path into) {
        if (format == ScriptFormat.FLYWAY && Files.isDirectory(into)) {
            try (Stream<Path> there = Files.list(into)) {
                there.filter(file -> file.toString().endsWith(".sql"))
                        .filter(file -> holds(file, first.text()))
                        .findFirst()
                        .ifPresent(file -> {
                            throw new Refusal(
                                    ExitCode.USAGE,
                                    "Nothing was written, because " + file + " holds the same migration already; have"
                                            + " Flyway run it, or delete it and those after it");
                        });
            } catch (IOException e) {
                throw new Refusal(ExitCode.FAILED, into + " cannot be read; give a folder that can be", e);
            }
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file).equals(text);
        } catch (IOException e) {
            return false; // in another encoding, so not ours
        }
    }

    private void print(MigrationPlan plan) {
        List<ScriptFile> files = MigrationScript.files(plan, format, Path.of(""));
        if (plan.isEmpty()) {
            shell.err().println("Nothing is lacking.");
        } else {
            shell.out().print(files.get(0).text());
        }
        plan.notes().forEach(note -> shell.err().println("note: " + note));
    }
}
