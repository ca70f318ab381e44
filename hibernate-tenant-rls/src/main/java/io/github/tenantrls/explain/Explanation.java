// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How PostgreSQL runs a statement with policies and without, and what that means. Immutable.
 *
 * @param withPolicies the plan as the application gets it, as text
 * @param withoutPolicies the plan with the tenant's condition in the statement instead, as text
 * @param tables a verdict on each table that it reads
 */
public record Explanation(String withPolicies, String withoutPolicies, List<TableVerdict> tables) {

    /**
     * Creates an explanation.
     *
     * @param withPolicies the plan as the application gets it
     * @param withoutPolicies the plan with the tenant's condition in the statement instead
     * @param tables a verdict on each table
     */
    public Explanation {
        tables = List.copyOf(tables);
    }

    /**
     * Whether policies cost no index.
     *
     * @return true if no table has a loss
     */
    public boolean isKept() {
        return tables.stream().noneMatch(TableVerdict::isLoss);
    }

    /**
     * The verdicts and both plans.
     *
     * @return several lines
     */
    @Override
    public String toString() {
        String verdicts = tables.isEmpty()
                ? "The statement reads no table."
                : tables.stream().map(TableVerdict::toString).collect(Collectors.joining("\n"));
        return verdicts + "\n\nwith policies\n" + indented(withPolicies) + "\n\nwith the tenant's condition instead\n"
                + indented(withoutPolicies);
    }

    private static String indented(String plan) {
        return plan.lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
    }
}
