// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.util.List;

/**
 * What policies do to the indexes of one table in one statement. Immutable.
 *
 * @param table the table as {@code schema.table}
 * @param use what they do
 * @param message that in a sentence, with the indexes, and the operators and functions that are at fault
 * @param culprits what keeps conditions from their index: operators with their function, functions, or a policy
 * @param advice what to do, a sentence or an SQL statement each; empty where nothing is lost
 */
public record TableVerdict(String table, IndexUse use, String message, List<String> culprits, List<String> advice) {

    /**
     * Creates a verdict.
     *
     * @param table the table
     * @param use what policies do
     * @param message that in a sentence
     * @param culprits what is at fault
     * @param advice what to do
     */
    public TableVerdict {
        culprits = List.copyOf(culprits);
        advice = List.copyOf(advice);
    }

    /**
     * Whether an index is lost to the policies.
     *
     * @return false if nothing can be won
     */
    public boolean isLoss() {
        return use == IndexUse.TENANT_ONLY || use == IndexUse.LOST || use == IndexUse.POLICY_SHAPE;
    }

    /**
     * The verdict and the advice.
     *
     * @return a line for each
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(table + ": " + message);
        advice.forEach(line -> text.append("\n  - ").append(line));
        return text.toString();
    }
}
