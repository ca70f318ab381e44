// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.nio.file.Path;
import java.util.List;

/** Plain SQL, without commands of psql, so that other tools can run it too. */
final class SqlScript {

    private static final String NAME = "tenant-rls-migration";

    private SqlScript() {}

    static List<ScriptFile> files(MigrationPlan plan) {
        return List.of(
                new ScriptFile(Path.of(NAME + ".sql"), migration(plan)),
                new ScriptFile(Path.of(NAME + "-undo.sql"), undo(plan)));
    }

    private static String migration(MigrationPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append(ScriptText.comment("Has the database isolate the tenants: what it lacked when this was written, in "
                + plan.steps().size() + " steps."));
        text.append(how(NAME + ".sql"));
        text.append(ScriptText.comment(
                "If it is broken off, do not run it again: make another, which has what is still lacking."));
        text.append(ScriptText.notes(plan));
        for (MigrationStep step : plan.steps()) {
            step(text, step.description(), ScriptText.of(step), step.transactional());
        }
        return text.toString();
    }

    private static String undo(MigrationPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append(ScriptText.comment("Takes back what " + NAME + ".sql did, once that is done to its end."));
        text.append(how(NAME + "-undo.sql"));
        for (MigrationStep step : ScriptText.backwards(plan.steps())) {
            if (!step.undo().isEmpty()) {
                step(text, "take back: " + step.description(), step.undo(), true);
            }
        }
        return text.toString();
    }

    private static String how(String name) {
        return ScriptText.comment("Run it as the owner of the tables, outside of a transaction, and stop at an error:")
                + ScriptText.comment("psql -X -v ON_ERROR_STOP=1 -f " + name);
    }

    private static void step(StringBuilder text, String description, List<String> statements, boolean transactional) {
        text.append('\n').append(ScriptText.comment(description));
        if (transactional) {
            text.append("begin;\n").append(ScriptText.statements(List.of(ScriptText.LOCK_TIMEOUT)));
        }
        text.append(ScriptText.statements(statements));
        if (transactional) {
            text.append("commit;\n");
        }
    }
}
