// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTable;

/**
 * A table of entities that are not tenant-scoped, which the runtime role may read or write. Immutable.
 *
 * @param table the table, under the schema and name at which the server found it
 * @param hasTenantColumn whether it has a column as tenant tables have it, and that is not its primary key
 * @param hasTenantPolicy whether a policy of it uses the session variable
 */
record OtherFacts(TenantTable table, boolean hasTenantColumn, boolean hasTenantPolicy) {}
