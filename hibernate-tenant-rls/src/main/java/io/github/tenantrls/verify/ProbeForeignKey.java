// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * A foreign key. Immutable.
 *
 * @param name its name
 * @param columns the columns that refer
 * @param target the oid of the table referred to
 * @param targetColumns the columns referred to, in the order of the others
 * @param deferrable whether it may be checked at the end of the transaction, and so never in the probe
 */
record ProbeForeignKey(
        String name, List<String> columns, long target, List<String> targetColumns, boolean deferrable) {}
