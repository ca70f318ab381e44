// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.schema.TenantTable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant-scoped table is, or a partition or child of one. Immutable.
 *
 * @param table its names
 * @param oid its number
 * @param kind as in {@code pg_class.relkind}
 * @param partition whether it is a partition
 * @param owner its owner
 * @param owned whether the connection has the owner's rights
 * @param rowSecurity whether row-level security is on
 * @param forced whether it is for the owner too
 * @param column the tenant column, if there is one
 * @param fillTrigger whether the trigger is there that fills the column
 * @param keys the columns of the primary key
 * @param children partitions and children, to any depth
 */
record TableState(
        TenantTable table,
        String oid,
        String kind,
        boolean partition,
        String owner,
        boolean owned,
        boolean rowSecurity,
        boolean forced,
        @Nullable ColumnState column,
        boolean fillTrigger,
        List<String> keys,
        List<TableState> children) {

    /** What policies can be put on: the table, its partitions and children, but none on another server. */
    Stream<TableState> all() {
        return Stream.concat(Stream.of(this), children.stream().filter(child -> !child.kind.equals("f")));
    }

    /** What does not get its triggers and indexes from a table above: the table and its children, not partitions. */
    Stream<TableState> roots() {
        return all().filter(each -> each.oid.equals(oid) || !each.partition);
    }

    boolean partitioned() {
        return kind.equals("p");
    }

    String subject() {
        return table.displayName();
    }

    String sqlName() {
        return table.sqlName();
    }

    String schema() {
        return String.valueOf(table.schema());
    }

    boolean isNotNull() {
        return column != null && column.notNull();
    }

    boolean isGenerated() {
        return column != null && column.generated();
    }

    /** Whether the column's default is the current tenant already. */
    boolean isCurrentTenant() {
        return column != null && column.currentTenant();
    }

    /** Whether rows without a tenant are refused to applications already, though the column would take them. */
    boolean isInForce() {
        return isCurrentTenant() && rowSecurity;
    }

    TableState with(List<TableState> newChildren) {
        return new TableState(
                table, oid, kind, partition, owner, owned, rowSecurity, forced, column, fillTrigger, keys, newChildren);
    }
}
