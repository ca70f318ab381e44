// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationScript;
import io.github.tenantrls.migration.ScriptFile;
import io.github.tenantrls.migration.ScriptFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The script that takes back what is done to a database; another one for each time. */
final class UndoFile {

    private final MigrationPlan plan;
    private final Path folder;
    private final Path name;

    private UndoFile(MigrationPlan plan, Path folder, Path name) {
        this.plan = plan;
        this.folder = folder;
        this.name = name;
    }

    /** Writes it, before anything is done. */
    static UndoFile write(MigrationPlan plan, Path folder) {
        UndoFile undo = new UndoFile(plan, folder, free(folder));
        undo.write(plan, false);
        return undo;
    }

    Path path() {
        return folder.resolve(name);
    }

    /** Writes what was done where that is not what was planned. */
    void replace(MigrationPlan done) {
        if (!done.steps().equals(plan.steps())) {
            write(done, true);
        }
    }

    /** Where nothing was done. */
    void delete() {
        try {
            Files.deleteIfExists(path());
        } catch (IOException e) {
            // it stays, and takes nothing back
        }
    }

    private void write(MigrationPlan of, boolean overwrite) {
        Written.file(new ScriptFile(name, text(of)), folder, overwrite);
    }

    private String text(MigrationPlan of) {
        return MigrationScript.files(of, ScriptFormat.SQL, folder).stream()
                .filter(file -> file.name().toString().contains("undo"))
                .map(file -> file.text()
                        .replace(file.name().toString(), name.toString())
                        .replace("tenant-rls-migration.sql did, once that is done to its end", "a run of migrate did"))
                .findFirst()
                .orElse("-- There is nothing to take back.\n");
    }

    private static Path free(Path folder) {
        for (int number = 1; ; number++) {
            Path name = Path.of("tenant-rls-undo-" + number + ".sql");
            if (!Files.exists(folder.resolve(name))) {
                return name;
            }
        }
    }
}
