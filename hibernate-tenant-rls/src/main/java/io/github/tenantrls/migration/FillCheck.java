// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.TenantRlsException;
import java.sql.SQLException;
import java.util.Optional;

/** Looks at the rows of a table before they are filled. */
final class FillCheck {

    private static final String NULLABLE = """
            select a.attname from pg_catalog.pg_attribute a
             where a.attrelid = ?::pg_catalog.oid and a.attname = ? and not a.attnotnull""";

    private final PlanContext context;

    FillCheck(PlanContext context) {
        this.context = context;
    }

    /** Policies that are forced hide rows from the owner; what it does not see it cannot count. */
    boolean hasRowsWithoutTenant(TableState table) throws SQLException {
        if (context.isHidden(table)) {
            throw ForceLift.hidden(context, table);
        }
        return context.catalog().any(rows(table) + " limit 1");
    }

    /** Refuses a table whose rows cannot all be filled, because they refer to nothing. */
    void refuseRowsWithoutParent(TableState table, Fill fill) throws SQLException {
        if (context.isHidden(table)) {
            return;
        }
        for (String column : fill.columns()) {
            if (context.catalog().any(NULLABLE, table.oid(), column)
                    && context.catalog().any(withNull(table, column) + " limit 1")) {
                throw new TenantRlsException("The table " + table.subject() + " has rows without a tenant whose "
                        + column + " is null, so " + "via: says nothing of them; set " + column
                        + " or delete them, or give another source by table." + table.subject() + ".fill");
            }
        }
    }

    /**
     * Refuses an expression that cannot be run, before it is in a trigger and keeps the application from inserting. What it
     * reads may be a tenant column that is yet to be added.
     */
    void refuseExpression(TableState table, Fill fill) throws SQLException {
        if (fill.constant() || !fill.columns().isEmpty()) {
            return;
        }
        String query = "select (" + fill.value() + ")::"
                + table.table().columnType().sqlName() + " from " + table.sqlName() + " as t limit 0";
        Optional<SQLException> objection =
                context.catalog().objection(query, context.session().searchPath());
        if (objection.isPresent() && !isOfColumnToCome(objection.get())) {
            throw new TenantRlsException(
                    "table." + table.subject() + ".fill: the expression cannot be run ("
                            + objection.get().getMessage() + "); correct it",
                    null);
        }
    }

    private boolean isOfColumnToCome(SQLException objection) {
        return "42703".equals(objection.getSQLState())
                && context.tables().stream()
                        .filter(table -> table.column() == null)
                        .anyMatch(table -> String.valueOf(objection.getMessage())
                                .contains(table.table().column()));
    }

    private static String withNull(TableState table, String column) {
        String rows = rows(table);
        return rows + (table.column() == null ? " where " : " and ") + "t." + quote(column) + " is null";
    }

    private static String rows(TableState table) {
        return "select 1 from " + table.sqlName() + " as t"
                + (table.column() == null
                        ? ""
                        : " where t." + quote(table.table().column()) + " is null");
    }
}
