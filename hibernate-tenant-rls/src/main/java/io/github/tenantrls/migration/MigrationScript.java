// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.nio.file.Path;
import java.util.List;

/** Writes plans as files for other tools to run. */
public final class MigrationScript {

    private MigrationScript() {}

    /**
     * The files of a plan: the migration, and the undo script beside it where the format does not hold both.
     *
     * <p>They do what the plan was made for, once: a script that was broken off is not run again, a new plan says what is
     * still lacking. A backfill is a block that fills rows by ranges of the key, and commits after each.
     *
     * <p>Where indexes are created concurrently, Flyway needs {@code flyway.postgresql.transactional.lock=false}: else it
     * waits for itself.
     *
     * @param plan the plan
     * @param format which tool they are for
     * @param folder where they are going to be, which is read for the next version number; nothing is written
     * @return the files; none if the plan has no steps
     * @throws io.github.tenantrls.TenantRlsException if the folder is there and cannot be read
     */
    public static List<ScriptFile> files(MigrationPlan plan, ScriptFormat format, Path folder) {
        if (plan.isEmpty()) {
            return List.of();
        }
        return switch (format) {
            case SQL -> SqlScript.files(plan);
            case FLYWAY -> new FlywayScript(plan, FlywayVersion.next(ScriptFolder.names(folder))).files();
            case LIQUIBASE -> LiquibaseScript.files(plan, ScriptFolder.names(folder));
        };
    }
}
