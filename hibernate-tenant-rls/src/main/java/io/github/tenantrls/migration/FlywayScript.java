// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Versioned migrations of Flyway, an undo migration beside each. What must not share a transaction has files of its own. */
final class FlywayScript {

    private static final String DESCRIPTION = "__tenant_isolation";

    private static final String CONCURRENTLY =
            "Flyway holds a transaction open while it migrates, for which the creation of"
                    + " an index waits without end: set flyway.postgresql.transactional.lock=false";

    private final MigrationPlan plan;
    private FlywayVersion version;
    private final List<ScriptFile> files = new ArrayList<>();

    FlywayScript(MigrationPlan plan, FlywayVersion next) {
        this.plan = plan;
        this.version = next;
    }

    List<ScriptFile> files() {
        List<List<MigrationStep>> groups = groups();
        for (List<MigrationStep> group : groups) {
            String description = groups.size() == 1
                    ? DESCRIPTION
                    : DESCRIPTION + "_" + group.get(0).phase().name().toLowerCase(Locale.ROOT);
            add(group, description);
            version = version.next();
        }
        return files;
    }

    /** Steps of one phase that follow each other, and are alike in that they have a transaction or must not. */
    private List<List<MigrationStep>> groups() {
        List<List<MigrationStep>> groups = new ArrayList<>();
        for (MigrationStep step : plan.steps()) {
            List<MigrationStep> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
            if (last.isEmpty() || !alike(last.get(0), step)) {
                last = new ArrayList<>();
                groups.add(last);
            }
            last.add(step);
        }
        return groups;
    }

    private static boolean alike(MigrationStep one, MigrationStep other) {
        return one.phase() == other.phase() && one.transactional() == other.transactional();
    }

    private void add(List<MigrationStep> group, String description) {
        boolean transactional = group.get(0).transactional();
        StringBuilder text = new StringBuilder(files.isEmpty() ? ScriptText.notes(plan) : "");
        StringBuilder undo = new StringBuilder(ScriptText.statements(List.of(ScriptText.LOCK_TIMEOUT)));
        if (transactional) {
            text.append(ScriptText.statements(List.of(ScriptText.LOCK_TIMEOUT)));
        } else if (group.stream().anyMatch(step -> step.kind() == StepKind.INDEX)) {
            text.append(ScriptText.comment(CONCURRENTLY));
        }
        for (MigrationStep step : group) {
            step(text, step.description(), ScriptText.of(step));
        }
        for (MigrationStep step : ScriptText.backwards(group)) {
            step(undo, "take back: " + step.description(), step.undo());
        }
        add("V" + version.text() + description, text.toString(), transactional);
        add("U" + version.text() + description, undo.toString(), true);
    }

    private static void step(StringBuilder text, String description, List<String> statements) {
        if (!statements.isEmpty()) {
            text.append('\n').append(ScriptText.comment(description)).append(ScriptText.statements(statements));
        }
    }

    private void add(String name, String text, boolean transactional) {
        files.add(new ScriptFile(Path.of(name + ".sql"), text));
        String settings = (transactional ? "" : "executeInTransaction=false\n")
                + (text.contains("${") ? "placeholderReplacement=false\n" : "");
        if (!settings.isEmpty()) {
            files.add(new ScriptFile(Path.of(name + ".sql.conf"), settings));
        }
    }
}
