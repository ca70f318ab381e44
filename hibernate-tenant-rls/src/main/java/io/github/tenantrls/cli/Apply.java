// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.migration.RunOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Takes the steps of a migration, and tells how it goes on. */
final class Apply {

    private final Shell shell;
    private final IsolationConfig config;
    private final MigrationOptions options;
    private final Path folder;

    Apply(Shell shell, IsolationConfig config, MigrationOptions options, Path folder) {
        this.shell = shell;
        this.config = config;
        this.options = options;
        this.folder = folder;
    }

    /**
     * Takes them.
     *
     * @param connection of the owner
     * @param plan what is lacking, of which the undo script is written before anything is done
     */
    void run(Connection connection, MigrationPlan plan) throws SQLException {
        plan.notes().forEach(note -> shell.err().println("note: " + Failures.oneLine(note)));
        if (plan.isEmpty()) {
            shell.out().println("Nothing is lacking" + (isWhole() ? "." : " in this phase."));
            return;
        }
        RunOptions how = options.run();
        UndoFile undo = UndoFile.write(plan, folder);
        shell.out().println("undo script: " + undo.path());
        StepLines lines = new StepLines(shell);
        MigrationRunner runner = new MigrationRunner(config, options.plan(), how, lines);
        try (Interrupts.Registration interrupted = shell.interrupts().register(runner::cancel)) {
            end(run(runner, connection), undo);
        } finally {
            lines.close();
        }
    }

    /** It has been planned once, so what is wrong now is in the rows or came about meanwhile. */
    private static MigrationPlan run(MigrationRunner runner, Connection connection) throws SQLException {
        try {
            return runner.run(connection);
        } catch (TenantRlsException e) {
            if (Failures.exitCode(e) == ExitCode.USAGE) {
                throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    private void end(MigrationPlan done, UndoFile undo) {
        int steps = done.steps().size();
        if (steps == 0) {
            undo.delete();
        } else {
            undo.replace(done);
        }
        String next = options.plan().phases().contains(MigrationPhase.ENFORCE)
                ? Root.NAME + " check verifies it."
                : Root.NAME + " migrate --apply puts the policies into force.";
        shell.out().println("Done: " + steps + (steps == 1 ? " step. " : " steps. ") + next);
    }

    private boolean isWhole() {
        return options.plan().phases().size() == MigrationPhase.values().length;
    }
}
