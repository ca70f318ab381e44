// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds values that the conditions of a table accept, by letting the server try candidates. Not thread-safe. */
final class CheckSolver {

    private final ProbeSession session;
    private final ProbeTable table;

    /** What is settled already. */
    private final Map<String, @Nullable String> fixed;

    CheckSolver(ProbeSession session, ProbeTable table, Map<String, @Nullable String> fixed) {
        this.session = session;
        this.table = table;
        this.fixed = fixed;
    }

    /**
     * Values for the columns that conditions are about; conditions without a column in common are solved apart.
     *
     * @return for each such group the solutions, of which there is at least one; a column that a solution does not have
     *     is to be left to the server
     * @throws NoRow if no candidates were accepted
     */
    List<List<Map<String, @Nullable String>>> solve() throws SQLException {
        List<List<Map<String, @Nullable String>>> solutions = new ArrayList<>();
        for (Group group : groups()) {
            solutions.add(solve(group));
        }
        return solutions;
    }

    private List<Map<String, @Nullable String>> solve(Group group) throws SQLException {
        List<CheckCandidates> candidates = new ArrayList<>();
        for (String name : group.columns) {
            ProbeColumn column = table.column(name);
            candidates.add(
                    fixed.containsKey(name)
                            ? CheckCandidates.only(column, fixed.get(name))
                            : CheckCandidates.of(column, group.conditions(), session));
        }
        List<ProbeColumn> generated = table.columns().stream()
                .filter(ProbeColumn::generated)
                .filter(column -> group.generated.contains(column.name()))
                .toList();
        CheckQuery query = new CheckQuery(CheckCandidates.limited(candidates), generated, group.checks);
        List<Map<String, @Nullable String>> found;
        try {
            found = session.kept(() -> query.run(session));
        } catch (SQLException e) {
            throw new NoRow("no value can be tried for " + group.names() + ": " + Refusal.reason(e), e);
        }
        if (found.isEmpty()) {
            throw new NoRow("no value was found that " + group.names() + " accepts");
        }
        return found;
    }

    /** Conditions that share a column which is not settled belong together. */
    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (ProbeCheck check : table.checks()) {
            Group group = new Group(check);
            groups.removeIf(other -> other.shares(group) && group.addAll(other));
            groups.add(group);
        }
        groups.removeIf(group -> fixed.keySet().containsAll(group.columns));
        return groups;
    }

    private final class Group {

        final List<ProbeCheck> checks = new ArrayList<>();
        final Set<String> columns = new LinkedHashSet<>();
        final Set<String> generated = new LinkedHashSet<>();

        Group(ProbeCheck check) {
            checks.add(check);
            check.columns().forEach(this::add);
        }

        private void add(String name) {
            ProbeColumn column = table.column(name);
            if (!column.generated()) {
                columns.add(name);
            } else if (generated.add(name)) {
                String expression = String.valueOf(column.defaultValue());
                table.columns().stream()
                        .filter(other -> !other.generated() && expression.contains(other.name()))
                        .forEach(other -> columns.add(other.name()));
            }
        }

        boolean shares(Group other) {
            return columns.stream().anyMatch(name -> !fixed.containsKey(name) && other.columns.contains(name));
        }

        boolean addAll(Group other) {
            columns.addAll(other.columns);
            generated.addAll(other.generated);
            return checks.addAll(other.checks);
        }

        String conditions() {
            return checks.stream().map(ProbeCheck::expression).collect(Collectors.joining(" "));
        }

        String names() {
            Map<String, String> named = new LinkedHashMap<>();
            checks.forEach(check -> named.put(check.name(), check.expression()));
            return named.entrySet().stream()
                    .map(check -> check.getKey() + " (" + check.getValue() + ")")
                    .collect(Collectors.joining(" and "));
        }
    }
}
