// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

/**
 * A part of a table, to be filled by batches. Immutable.
 *
 * @param condition what is true of its rows, whose alias is {@code t}, in SQL without parameters
 * @param oneBatch whether it has no more rows than a batch
 */
record FillRange(String condition, boolean oneBatch) {}
