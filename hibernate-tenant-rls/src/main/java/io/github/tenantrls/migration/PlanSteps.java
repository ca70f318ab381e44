// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The steps of a plan as they are found, by phases. Not thread-safe. */
final class PlanSteps {

    private final List<MigrationStep> prepare = new ArrayList<>();
    private final List<MigrationStep> enforce = new ArrayList<>();
    private final SortedSet<String> notes = new TreeSet<>();

    void add(MigrationStep step) {
        (step.phase() == MigrationPhase.PREPARE ? prepare : enforce).add(step);
    }

    /** A step in one transaction. */
    void add(
            MigrationPhase phase,
            StepKind kind,
            String subject,
            String description,
            List<String> statements,
            List<String> undo) {
        add(new MigrationStep(phase, kind, subject, description, statements, undo, true, null));
    }

    /** A step whose statement must not share its transaction with others. */
    void addAlone(
            MigrationPhase phase,
            StepKind kind,
            String subject,
            String description,
            String statement,
            List<String> undo) {
        add(new MigrationStep(phase, kind, subject, description, List.of(statement), undo, false, null));
    }

    void note(String note) {
        notes.add(note);
    }

    List<MigrationStep> prepare() {
        return prepare;
    }

    List<MigrationStep> enforce() {
        return enforce;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
