// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * A unique index whose columns do not contain the tenant. Immutable.
 *
 * @param name its name, which is that of the constraint too if it belongs to one
 * @param columns what it is over: columns, or expressions
 * @param identified whether a part of it identifies a row of this table or of another of tenants: then it is about values
 *     within that row, as the elements of its collection are
 * @param mending the statements that make it again with the tenant in front
 */
record UniqueFacts(String name, String columns, boolean identified, List<String> mending) {}
