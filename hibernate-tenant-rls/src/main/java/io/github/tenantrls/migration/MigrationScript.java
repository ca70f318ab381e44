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
     * @param plan the plan
     * @param format which tool they are for
     * @param folder where they are going to be, which is read for the next version number; nothing is written
     * @return the files
     */
    public static List<ScriptFile> files(MigrationPlan plan, ScriptFormat format, Path folder) {
        return List.of(new ScriptFile(folder, plan.toString() + format));
    }
}
