// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * A unique index whose columns do not contain the tenant. Immutable.
 *
 * @param name its name, which is that of the constraint too if it belongs to one
 * @param columns what it is over: columns, or expressions
 * @param identifies whether its columns hold nothing but identifiers, of rows of this table or of other tenant tables
 * @param mending the statements that make it again with the tenant in front
 */
record UniqueFacts(String name, String columns, boolean identifies, List<String> mending) {}
