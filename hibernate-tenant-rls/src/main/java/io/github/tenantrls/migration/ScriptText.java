// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of scripts. */
final class ScriptText {

    /** How long a statement waits for a lock, at most; others queue behind it meanwhile. */
    static final String LOCK_TIMEOUT = "set local lock_timeout = '5s'";

    private ScriptText() {}

    /** Statements with their semicolons, each on lines of its own. */
    static String statements(List<String> statements) {
        return statements.stream().map(sql -> sql + ";\n").collect(Collectors.joining());
    }

    /** What a step runs: for a backfill a block that commits on its way. */
    static List<String> of(MigrationStep step) {
        return step.task().map(task -> List.of(BackfillBlock.of(task))).orElse(step.statements());
    }

    /** A comment; no name in it can end the line. */
    static String comment(String text) {
        return "-- " + oneLine(text) + "\n";
    }

    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
    }

    /** What the plan does not do, as comments. */
    static String notes(MigrationPlan plan) {
        return plan.notes().isEmpty()
                ? ""
                : comment("What is not done here, and is yours to do or to know:")
                        + plan.notes().stream()
                                .map(note -> comment("- " + note))
                                .collect(Collectors.joining());
    }

    static List<MigrationStep> backwards(List<MigrationStep> steps) {
        List<MigrationStep> backwards = new ArrayList<>(steps);
        Collections.reverse(backwards);
        return backwards;
    }
}
