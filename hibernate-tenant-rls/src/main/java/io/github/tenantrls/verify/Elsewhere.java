// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/**
 * A table that has the name of one that the role does not find.
 *
 * @param schema the schema that it is in
 * @param usable whether the role may use that schema
 * @param named whether the mapping or the search path names that schema
 */
record Elsewhere(String schema, boolean usable, boolean named) {}
