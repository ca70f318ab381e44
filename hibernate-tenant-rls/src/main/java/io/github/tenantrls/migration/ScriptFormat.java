// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

/** The forms in which a {@link MigrationPlan} is written as files. */
public enum ScriptFormat {
    /** Plain SQL, for psql. */
    SQL,
    /** Versioned and undo migrations of Flyway, with the next version. */
    FLYWAY,
    /** A changelog of formatted SQL of Liquibase, with rollback statements. */
    LIQUIBASE
}
