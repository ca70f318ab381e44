// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

/** What a step of a migration does. */
public enum StepKind {
    /** Creates a role, or takes attributes off it that go around policies. */
    ROLE,
    /** Grants or revokes. */
    GRANT,
    /** Makes the table of the tenants. */
    TENANTS_TABLE,
    /** Adds a tenant column, and what fills it in rows that are inserted before the policies are in force. */
    COLUMN,
    /** Fills the tenant column of rows that are there. */
    BACKFILL,
    /** Sets the column's default to the current tenant. */
    DEFAULT,
    /** Refuses rows without a tenant. */
    NOT_NULL,
    /** Creates an index. */
    INDEX,
    /** Makes a unique or foreign key compare the tenant. */
    KEY,
    /** Creates or replaces a policy. */
    POLICY,
    /** Puts row-level security into force, for the table's owner too. */
    ROW_SECURITY,
    /** Has a view read with the rights of whoever reads it. */
    VIEW
}
