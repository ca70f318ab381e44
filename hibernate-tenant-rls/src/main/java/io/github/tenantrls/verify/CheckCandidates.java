// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values to try for one column that conditions are about. Immutable.
 *
 * @param column the column
 * @param values the values, null included
 * @param serverFirst whether the value that the server gives by itself is to be tried before
 */
record CheckCandidates(ProbeColumn column, List<@Nullable String> values, boolean serverFirst) {

    /** How many combinations the server is to look through at most. */
    private static final double MAX_COMBINATIONS = 50_000;

    private static final int MAX_VALUES = 60;

    static CheckCandidates only(ProbeColumn column, @Nullable String value) {
        List<@Nullable String> values = new ArrayList<>();
        values.add(value);
        return new CheckCandidates(column, values, false);
    }

    /** What the column holds if nothing is given, then other values of its type. */
    static CheckCandidates of(ProbeColumn column, String conditions, ProbeSession session) throws SQLException {
        List<@Nullable String> values = new ArrayList<>();
        if (!column.notNull() && !column.filled()) {
            values.add(null);
        }
        Set<String> fitting = SampleValues.fitting(column, conditions + column.domainChecks());
        values.addAll(new Castable(session).of(column, fitting));
        return new CheckCandidates(column, values, column.filled() && column.defaultValue() != null);
    }

    /** The same, with fewer values where there would be too many combinations. */
    static List<CheckCandidates> limited(List<CheckCandidates> all) {
        long open =
                all.stream().filter(candidates -> candidates.values.size() > 1).count();
        int each = open == 0 ? 1 : (int) Math.pow(MAX_COMBINATIONS, 1.0 / open);
        int limit = Math.max(2, Math.min(MAX_VALUES, each));
        return all.stream()
                .map(candidates -> new CheckCandidates(
                        candidates.column,
                        candidates.values.subList(0, Math.min(limit, candidates.values.size())),
                        candidates.serverFirst))
                .toList();
    }
}
