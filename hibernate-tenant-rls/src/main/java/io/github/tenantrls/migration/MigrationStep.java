// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a migration. Immutable.
 *
 * @param phase the phase that it belongs to
 * @param kind what it does
 * @param subject what it is about: a table as {@code schema.table}, or a role
 * @param description what it does, in a few words, for people
 * @param statements the SQL statements, in this order and without semicolons; for a backfill one that fills all rows at once
 * @param undo the statements that take it back, in this order; empty where there is nothing to take back or no way to
 * @param transactional whether the statements run in one transaction; otherwise each must run outside of one
 * @param backfill what to fill in batches instead of running the statements, or {@code null}
 */
public record MigrationStep(
        MigrationPhase phase,
        StepKind kind,
        String subject,
        String description,
        List<String> statements,
        List<String> undo,
        boolean transactional,
        @Nullable BackfillTask backfill) {

    /**
     * Creates a step.
     *
     * @param phase the phase that it belongs to
     * @param kind what it does
     * @param subject what it is about
     * @param description what it does
     * @param statements the SQL statements
     * @param undo the statements that take it back
     * @param transactional whether the statements run in one transaction
     * @param backfill what to fill in batches, or {@code null}
     */
    public MigrationStep {
        statements = List.copyOf(statements);
        undo = List.copyOf(undo);
    }

    /**
     * What to fill in batches.
     *
     * @return the task, for a step of kind {@link StepKind#BACKFILL} only
     */
    public Optional<BackfillTask> task() {
        return Optional.ofNullable(backfill);
    }
}
