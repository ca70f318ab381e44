// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a migration is planned. Immutable.
 *
 * @param phases which phases it has
 * @param concurrentIndexes whether indexes are created without keeping others from writing, each outside of a transaction
 */
public record PlanOptions(Set<MigrationPhase> phases, boolean concurrentIndexes) {

    /** All phases, indexes in transactions. */
    public static final PlanOptions DEFAULT = new PlanOptions(EnumSet.allOf(MigrationPhase.class), false);

    /**
     * Creates options.
     *
     * @param phases which phases the migration has
     * @param concurrentIndexes whether indexes are created concurrently
     */
    public PlanOptions {
        phases = Set.copyOf(phases);
    }
}
