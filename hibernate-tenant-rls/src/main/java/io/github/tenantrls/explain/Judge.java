// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares how one table is read with policies and without. Not thread-safe. */
final class Judge {

    private final Connection connection;
    private final TableIndexes indexes;
    private final String column;
    private final List<Scan> with;
    private final List<Scan> without;
    private final Scan scan;

    /**
     * Prepares to judge.
     *
     * @param connection in a transaction, as the role of the application
     * @param column the tenant column
     * @param with how the table is read with policies, at one place at least
     * @param without how it is read without
     */
    Judge(Connection connection, String column, List<Scan> with, List<Scan> without) {
        this.connection = connection;
        this.indexes = new TableIndexes(connection);
        this.column = column;
        this.with = with;
        this.without = without;
        this.scan = with.get(0);
    }

    TableVerdict verdict() throws SQLException {
        Set<String> served = indexes.served(with);
        Set<String> lost = new LinkedHashSet<>(indexes.served(without));
        lost.removeAll(served);
        boolean tenantLost = lost.remove(Sql.plain(column));
        if (!lost.isEmpty()) {
            return lost(lost);
        }
        if (tenantLost && names(with).isEmpty()) {
            return shape("the index on " + column);
        }
        return kept();
    }

    private TableVerdict lost(Set<String> lost) throws SQLException {
        Set<String> culprits = new LinkedHashSet<>();
        for (Scan read : with) {
            for (Condition condition : read.filters()) {
                if (lost.stream().anyMatch(key -> Sql.mentions(read.plain(condition.text()), key))) {
                    culprits.addAll(new Culprits(connection, read).of(condition));
                }
            }
        }
        String keys = String.join(", ", lost);
        if (culprits.isEmpty()) {
            return shape("an index on " + keys);
        }
        boolean instead = !names(with).isEmpty();
        String message = "the index on " + keys + " (" + String.join(", ", lostIndexes(lost)) + ") is lost, because "
                + String.join(", ", culprits) + (culprits.size() == 1 ? " is" : " are")
                + " not leakproof, so the condition may only be evaluated after those of the policies; "
                + (instead
                        ? String.join(", ", names(with)) + " serves instead, and more rows are read than are wanted"
                        : "no index serves instead, so the rows of all tenants are read");
        Advice advice = new Advice(connection, scan, column);
        return verdict(instead ? IndexUse.TENANT_ONLY : IndexUse.LOST, message, culprits, advice.of(lost, culprits));
    }

    private Set<String> lostIndexes(Set<String> lost) throws SQLException {
        Set<String> names = new TreeSet<>();
        for (Scan read : without) {
            for (String index : read.indexes().keySet()) {
                if (indexes.keys(read, index).stream().anyMatch(lost::contains)) {
                    names.add(index);
                }
            }
        }
        return names;
    }

    private TableVerdict shape(String index) throws SQLException {
        List<String> policies = indexes.unfitPolicies(scan, column);
        if (policies.isEmpty()) {
            String instead = names(with).isEmpty() ? "reading all of it" : String.join(", ", names(with));
            return verdict(
                    IndexUse.OTHER,
                    index + " serves without policies; with them " + instead
                            + " is cheaper, and no condition is kept from its index",
                    Set.of(),
                    List.of());
        }
        return verdict(
                IndexUse.POLICY_SHAPE,
                index + " is lost, because the policies do not compare the plain column " + column
                        + " with a plain value: an OR or a cast in " + String.join(" OR ", policies),
                new LinkedHashSet<>(policies),
                List.of(
                        "Give the table one permissive policy for the application's role, without OR and without a cast of the"
                                + " column, as rule RLS021 says; a bypass belongs into a policy for another role"));
    }

    private TableVerdict kept() {
        Set<String> used = names(with);
        if (!used.isEmpty()) {
            return verdict(
                    IndexUse.KEPT,
                    "the policies cost no index; it is read by " + String.join(", ", used),
                    Set.of(),
                    List.of());
        }
        return verdict(
                IndexUse.NONE,
                "it is read from end to end, with policies and without: it is small, most of it is wanted, or no index fits",
                Set.of(),
                List.of());
    }

    private static Set<String> names(List<Scan> scans) {
        return scans.stream()
                .flatMap(read -> read.indexes().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private TableVerdict verdict(IndexUse use, String message, Set<String> culprits, List<String> advice) {
        return new TableVerdict(scan.displayName(), use, message, new ArrayList<>(culprits), advice);
    }
}
