// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.schema.TenantTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the tenant-scoped tables, and refuses what cannot be isolated. */
final class PlannedTables {

    private final PlanCatalog catalog;
    private final PlanSession session;
    private final TableReader reader;

    PlannedTables(PlanCatalog catalog, PlanSession session, TableReader reader) {
        this.catalog = catalog;
        this.session = session;
        this.reader = reader;
    }

    /** The tables in the order of their names. */
    List<TableState> read(List<TenantTable> tables) throws SQLException {
        List<TableState> found = new ArrayList<>();
        for (TenantTable table : tables) {
            found.add(read(table));
        }
        return found;
    }

    private TableState read(TenantTable table) throws SQLException {
        TableState state = reader.read(table).orElse(null);
        if (state == null) {
            throw missing(catalog, table, IsolationConfig.SCOPED);
        }
        refuseOtherKinds(state);
        refuseStrangers(state);
        refuseOtherType(state);
        return state;
    }

    static TenantRlsException missing(PlanCatalog catalog, TenantTable table, String key) throws SQLException {
        List<String> near = NearNames.of(catalog, table.name());
        return new TenantRlsException("There is no table " + table.displayName() + ", which " + key + " names"
                + (near.isEmpty() ? "" : "; there is " + String.join(", ", near))
                + "; correct the name, with its schema, or take it out of " + key);
    }

    private static void refuseOtherKinds(TableState state) {
        String what = switch (state.kind()) {
            case "v" -> "a view; name the tables that it reads";
            case "m" ->
                "a materialized view, which cannot have policies; name the tables that it reads, and let"
                        + " tenants read those";
            case "f" -> "a foreign table, which cannot have policies; isolate the table on its own server";
            default -> state.partition() ? "a partition; name the partitioned table, its partitions follow" : "";
        };
        if (!what.isEmpty()) {
            throw new TenantRlsException(state.subject() + " is in " + IsolationConfig.SCOPED + ", but it is " + what);
        }
    }

    private void refuseStrangers(TableState state) {
        List<String> others = state.all()
                .filter(each -> !each.owned())
                .map(each -> each.subject() + " is " + each.owner() + "'s")
                .toList();
        if (!others.isEmpty()) {
            throw new MissingPrivilegeException(
                    "The role " + session.role() + " may not change tables that it does not own: "
                            + String.join(", ", others) + "; log in as the owner, or as a role that is a member of it",
                    null);
        }
    }

    private static void refuseOtherType(TableState state) {
        ColumnState column = state.column();
        TenantColumnType wanted = state.table().columnType();
        if (column != null && !wanted.sqlName().equals(sqlName(column.type()))) {
            throw new TenantRlsException("The column " + state.table().column() + " of " + state.subject()
                    + " is of type " + sqlName(column.type()) + ", not " + wanted.sqlName()
                    + "; convert it (rule RLS024 has the statements), or set table." + state.subject()
                    + ".column_type or .column");
        }
    }

    private static String sqlName(String type) {
        return switch (type) {
            case "int8" -> "bigint";
            case "int4" -> "integer";
            default -> type;
        };
    }
}
