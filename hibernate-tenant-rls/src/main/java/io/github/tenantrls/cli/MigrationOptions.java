// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.migration.RunOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** How a migration is planned and run. */
final class MigrationOptions {

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description = "prepare (an application without tenants goes on working), enforce (policies), or all."
                    + " Default: all.")
    private Phase phase = Phase.ALL;

    @Option(names = "--concurrently", description = "Create indexes without keeping others from writing; takes longer.")
    private boolean concurrently;

    @Option(
            names = "--lock-timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "How long a statement waits for a lock before it is tried again later. Default: 500ms.")
    private Duration lockTimeout = RunOptions.DEFAULT.lockTimeout();

    @Option(
            names = "--attempts",
            paramLabel = "NUMBER",
            description = "How often a statement that does not get its lock is tried. Default: 20.")
    private int attempts = RunOptions.DEFAULT.attempts();

    @Option(
            names = "--batch-size",
            paramLabel = "ROWS",
            description = "How many rows are filled in one transaction. Default: 5000.")
    private int batchSize = RunOptions.DEFAULT.batchSize();

    @Option(
            names = "--batch-pause",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "How long to rest after each. Default: 0s.")
    private Duration batchPause = RunOptions.DEFAULT.batchPause();

    @Option(
            names = "--max-wait",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "How long another migration is waited for. Default: 30s.")
    private Duration maxWait = RunOptions.DEFAULT.maxWait();

    /** How far it goes. */
    private enum Phase {
        PREPARE,
        ENFORCE,
        ALL;

        private Set<MigrationPhase> phases() {
            return switch (this) {
                case PREPARE -> EnumSet.of(MigrationPhase.PREPARE);
                case ENFORCE -> EnumSet.of(MigrationPhase.ENFORCE);
                case ALL -> EnumSet.allOf(MigrationPhase.class);
            };
        }
    }

    PlanOptions plan() {
        return new PlanOptions(phase.phases(), concurrently);
    }

    RunOptions run() {
        if (attempts < 1 || batchSize < 1 || batchSize > 1_000_000 || lockTimeout.isZero()) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "A migration cannot be run so; give --attempts and --lock-timeout of more than 0, and --batch-size of"
                            + " 1 to 1000000");
        }
        return new RunOptions(lockTimeout, attempts, batchSize, batchPause, maxWait);
    }
}
