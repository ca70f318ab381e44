// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

/**
 * How far the deletion of a tenant's rows is with one table. Immutable.
 *
 * @param table the name of the table
 * @param deleted how many rows are deleted by this call, and committed
 * @param rows how many there were when it came to this table
 */
public record DeletionProgress(String table, long deleted, long rows) {}
