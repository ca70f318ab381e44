// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import java.util.Set;
import org.hibernate.mapping.Table;

/**
 * A table with the tenant column that it is to have.
 *
 * @param table the table in Hibernate's mapping
 * @param column the name of the tenant column as a developer wrote it
 * @param entities the names of the tenant-scoped entities with data in it; grows while tables are collected
 */
record ScopedTable(Table table, String column, Set<String> entities) {}
