// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * A condition that every row must meet: a check constraint, or the bounds of partitions. Immutable.
 *
 * @param name what messages call it
 * @param expression the condition as SQL, with the names of columns unqualified
 * @param columns the columns it is about
 */
record ProbeCheck(String name, String expression, List<String> columns) {}
