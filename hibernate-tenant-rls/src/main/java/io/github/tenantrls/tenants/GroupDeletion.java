// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import static java.util.stream.Collectors.joining;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.internal.tenants.UnitConnections;
import io.github.tenantrls.schema.TenantTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Deletes the rows of one tenant from tables that refer to each other, or from a single one: in batches of rows that nothing
 * refers to, and in one statement what remains, which are rows that refer to each other in a circle. For one use.
 */
final class GroupDeletion {

    private final UnitConnections connections;
    private final TenantRows rows;
    private final List<TenantTable> group;
    private final List<Reference> within;
    private final DeleteOptions options;
    private final Map<TenantTable, Long> counted = new LinkedHashMap<>();
    private final Map<TenantTable, Long> deleted = new LinkedHashMap<>();

    GroupDeletion(
            UnitConnections connections,
            TenantRows rows,
            List<TenantTable> group,
            List<Reference> references,
            DeleteOptions options) {
        this.connections = connections;
        this.rows = rows;
        this.group = group;
        this.within = references.stream()
                .filter(reference -> group.contains(reference.from()) && group.contains(reference.to()))
                .toList();
        this.options = options;
    }

    void run() throws SQLException {
        for (TenantTable table : group) {
            counted.put(table, connections.inTransaction(connection -> rows.count(connection, table)));
        }
        long round;
        do {
            round = 0;
            for (TenantTable table : group) {
                round += deleteUnused(table);
            }
        } while (round > 0 && !within.isEmpty()); // what referred may be gone now
        if (!within.isEmpty()) {
            deleteCircles();
        }
    }

    /** Until nothing is left that nothing refers to. */
    private long deleteUnused(TenantTable table) throws SQLException {
        long all = 0;
        long batch;
        do {
            batch = connections.inTransaction(connection -> deleteBatch(connection, table));
            all += batch;
            tell(table, batch);
        } while (batch > 0);
        return all;
    }

    private long deleteBatch(Connection connection, TenantTable table) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(batchSql(table))) {
            delete.setObject(1, rows.value(table));
            delete.setInt(2, options.batchSize());
            delete.setObject(3, rows.value(table));
            return delete.executeUpdate();
        }
    }

    /**
     * Rows are found again by their place. In a partitioned table another partition can have a row at the same place; it is
     * deleted too if it is the tenant's and nothing refers to it.
     */
    private String batchSql(TenantTable table) {
        String condition = TenantRows.condition(table, "t")
                + within.stream()
                        .filter(reference -> reference.to().equals(table))
                        .map(reference -> " and " + reference.unused("t"))
                        .collect(joining());
        return "delete from " + table.sqlName() + " t where t.ctid = any (array(select t.ctid from " + table.sqlName()
                + " t where " + condition + " limit ?)) and " + condition;
    }

    /** Foreign keys are checked at the end of the statement, when both sides are gone. */
    private void deleteCircles() throws SQLException {
        List<Long> numbers = connections.inTransaction(this::deleteRest);
        for (int i = 0; i < group.size(); i++) {
            tell(group.get(i), numbers.get(i));
        }
    }

    private List<Long> deleteRest(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(restSql())) {
            for (int i = 0; i < group.size(); i++) {
                delete.setObject(i + 1, rows.value(group.get(i)));
            }
            List<Long> numbers = new ArrayList<>();
            try (ResultSet row = delete.executeQuery()) {
                row.next();
                for (int i = 1; i <= group.size(); i++) {
                    numbers.add(row.getLong(i));
                }
            }
            return numbers;
        }
    }

    private String restSql() {
        return IntStream.range(0, group.size())
                        .mapToObj(i -> "d" + i + " as (delete from "
                                + group.get(i).sqlName() + " t where " + TenantRows.condition(group.get(i), "t")
                                + " returning 1)")
                        .collect(joining(", ", "with ", " select "))
                + IntStream.range(0, group.size())
                        .mapToObj(i -> "(select count(*) from d" + i + ")")
                        .collect(joining(", "));
    }

    /** Without the tenant or the system, which the listener has not asked for. */
    private void tell(TenantTable table, long more) {
        if (more > 0) {
            long sum = deleted.merge(table, more, Long::sum);
            DeletionProgress progress =
                    new DeletionProgress(table.displayName(), sum, counted.getOrDefault(table, sum));
            TenantContext.<RuntimeException>withoutTenant(
                    () -> options.listener().deleted(progress));
        }
    }
}
