// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

/** How far a migration goes, so that an application without tenants can go on working until its successor is deployed. */
public enum MigrationPhase {
    /**
     * All that an application which knows nothing of tenants does not notice: roles and grants, tenant columns, backfill, what fills
     * the column of rows that it inserts meanwhile, not null, indexes, keys, the table of the tenants.
     */
    PREPARE,
    /** What shows each session its own tenant's rows alone: the column's default, policies, row-level security. Last. */
    ENFORCE
}
