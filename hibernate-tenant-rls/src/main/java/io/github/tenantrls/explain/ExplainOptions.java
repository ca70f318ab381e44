// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.util.Map;

/**
 * How a statement is explained. Immutable.
 *
 * @param analyze whether it is run too, for its times; for statements that read only
 * @param values the values of its parameters as text: of {@code ?} and {@code $1} by number, from 1, of {@code :name} by
 *     name. Without any, the plan that PostgreSQL makes for all values is explained
 */
public record ExplainOptions(boolean analyze, Map<String, String> values) {

    /** Does not run the statement, and has no values. */
    public static final ExplainOptions DEFAULT = new ExplainOptions(false, Map.of());

    /**
     * Creates options.
     *
     * @param analyze whether the statement is run too
     * @param values the values of its parameters
     */
    public ExplainOptions {
        values = Map.copyOf(values);
    }
}
