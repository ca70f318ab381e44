// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationStep;
import java.util.List;
import java.util.Locale;

/** Lists the steps of a plan for people. */
final class PlanText {

    private final Shell shell;

    PlanText(Shell shell) {
        this.shell = shell;
    }

    void print(MigrationPlan plan) {
        int number = 0;
        for (MigrationPhase phase : MigrationPhase.values()) {
            List<MigrationStep> steps =
                    plan.steps().stream().filter(step -> step.phase() == phase).toList();
            if (!steps.isEmpty()) {
                shell.out().println(phase.name().toLowerCase(Locale.ROOT) + ":");
            }
            for (MigrationStep step : steps) {
                shell.out().printf("%4d  %s%n", ++number, line(step));
            }
        }
        plan.notes().forEach(note -> shell.out().println("note: " + Failures.oneLine(note)));
        shell.out()
                .println(
                        plan.isEmpty()
                                ? "Nothing is lacking."
                                : "Nothing was changed. --apply takes these steps, --dry-run prints their SQL, and -o FOLDER"
                                        + " writes it into files.");
    }

    /** What a step does, and to what. */
    static String line(MigrationStep step) {
        return Failures.oneLine(step.description());
    }
}
