// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationStep;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells of each step when it is done, and meanwhile how far it is. For the thread that migrates. */
final class StepLines implements MigrationListener, AutoCloseable {

    private final Shell shell;
    private int number;
    private int total;
    private @Nullable RowProgress rows;
    private boolean waited;

    StepLines(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void waiting(Duration howLong) {
        if (!waited) {
            waited = true;
            shell.err().println("Another migration of this database is at work, and is waited for.");
            shell.err().flush();
        }
    }

    @Override
    public void started(MigrationStep step, int stepNumber, int steps) {
        close();
        number = stepNumber;
        total = steps;
    }

    @Override
    public void progress(MigrationStep step, long done, long all) {
        RowProgress current = rows;
        if (current == null) {
            current = RowProgress.of(shell, step.subject(), all);
            rows = current;
        }
        current.at(done, all);
    }

    @Override
    public void retrying(MigrationStep step, int attempt, SQLException cause) {
        shell.err()
                .println("      " + PlanText.line(step) + ": attempt " + attempt + " failed, and is made again ("
                        + Failures.oneLine(String.valueOf(cause.getMessage())) + ")");
        shell.err().flush();
    }

    @Override
    public void finished(MigrationStep step, Duration took) {
        close();
        shell.out().printf("%4d/%d  %s (%s)%n", number, total, PlanText.line(step), TimeSpan.of(took));
        shell.out().flush();
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }
}
