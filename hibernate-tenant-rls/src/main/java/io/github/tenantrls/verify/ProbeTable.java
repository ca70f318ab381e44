// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table that the probe inserts into: of a tenant-scoped entity, or one that such a table refers to. Immutable.
 *
 * @param oid its identity within the database
 * @param schema its schema
 * @param name its name
 * @param kind what it is, as {@code pg_class.relkind}
 * @param tenantColumn the tenant column; null for a table that all tenants share
 * @param tenantType the type of the tenant column, as the mapping has it
 * @param readable whether the role may select from it
 * @param insertable whether the role may insert into it
 * @param deletable whether the role may delete from it
 * @param columns its columns
 * @param checks what every row must meet
 * @param foreignKeys what it refers to
 */
record ProbeTable(
        long oid,
        String schema,
        String name,
        String kind,
        @Nullable String tenantColumn,
        TenantColumnType tenantType,
        boolean readable,
        boolean insertable,
        boolean deletable,
        List<ProbeColumn> columns,
        List<ProbeCheck> checks,
        List<ProbeForeignKey> foreignKeys) {

    String sqlName() {
        return SqlName.quote(schema) + "." + SqlName.quote(name);
    }

    String displayName() {
        return schema + "." + name;
    }

    /** Tables and partitioned tables; nothing else can have row-level security. */
    boolean canHaveRowSecurity() {
        return kind.equals("r") || kind.equals("p");
    }

    ProbeColumn column(String wanted) {
        return find(wanted).orElseThrow(() -> new NoRow("the table " + displayName() + " has no column " + wanted));
    }

    /** A column that the role may update, the tenant column if possible. */
    Optional<ProbeColumn> updatable() {
        return columns.stream()
                .filter(ProbeColumn::updatable)
                .filter(column -> !column.generated() && !column.identity())
                .min((a, b) ->
                        Boolean.compare(b.name().equals(tenantColumn), a.name().equals(tenantColumn)));
    }

    Optional<ProbeColumn> find(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }
}
