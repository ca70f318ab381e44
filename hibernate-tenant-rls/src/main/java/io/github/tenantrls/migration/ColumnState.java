// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import org.jspecify.annotations.Nullable;

/**
 * What a tenant column is. Immutable.
 *
 * @param type the name of its type; of a domain, that of what it is made from
 * @param notNull whether the server knows that no row lacks a tenant
 * @param generated whether the server computes it
 * @param defaultSql its default
 * @param currentTenant whether the default is the current tenant and nothing else, or a function that may know it
 * @param nullCheck whether the check constraint is there that {@link NotNullPlan} makes on the way, and if so, whether it is
 *     valid
 */
record ColumnState(
        String type,
        boolean notNull,
        boolean generated,
        @Nullable String defaultSql,
        boolean currentTenant,
        @Nullable Boolean nullCheck) {}
