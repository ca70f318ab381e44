// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Sets the tenant column's default to the current tenant, in place of what filled it before. */
final class DefaultPlan {

    private final PlanContext context;
    private final PlanSteps steps;

    DefaultPlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    void plan(TableState table) throws SQLException {
        List<String> statements = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        for (TableState each : table.roots().toList()) {
            one(table, each, statements, undo);
        }
        if (!statements.isEmpty()) {
            steps.add(
                    MigrationPhase.ENFORCE,
                    StepKind.DEFAULT,
                    table.subject(),
                    "have " + table.table().column() + " of " + table.subject()
                            + " be the current tenant and nothing else",
                    statements,
                    undo);
        }
    }

    private void one(TableState table, TableState each, List<String> statements, List<String> undo)
            throws SQLException {
        boolean fills = !each.isCurrentTenant() && !each.isGenerated();
        Fill fill = context.fills().of(table).orElse(null);
        boolean planned = fill != null
                && (!fill.constant() || table.isCurrentTenant())
                && !table.isNotNull()
                && !table.isInForce()
                && !table.isGenerated();
        if (each.oid().equals(table.oid()) && fills && !(planned && hasNoDefault(each))) {
            statements.add(context.ddl(each).setDefault());
            undo.add(oldDefault(each));
            each.children().forEach(child -> ownDefault(each, child, undo));
        }
        if (each.fillTrigger() || planned) {
            FillTrigger trigger = new FillTrigger(context, each);
            statements.addAll(trigger.drop());
            if (fill != null) {
                undo.addAll(trigger.create(fill));
            }
        }
    }

    /** A default is set in the tables below too, some of which had another. */
    private static void ownDefault(TableState table, TableState child, List<String> undo) {
        String old = child.column() == null ? null : child.column().defaultSql();
        if (old != null && (table.column() == null || !old.equals(table.column().defaultSql()))) {
            undo.add("alter table only " + child.sqlName() + " alter column "
                    + quote(child.table().column()) + " set default " + old);
        }
    }

    /** Then the one that it needs comes with what fills the column meanwhile. */
    private static boolean hasNoDefault(TableState table) {
        return table.column() == null || table.column().defaultSql() == null;
    }

    /** What it is before this step, so with what the plan itself sets on the way. */
    private String oldDefault(TableState table) {
        ColumnState column = table.column();
        String old = column == null ? null : column.defaultSql();
        Fill fill = context.fills().of(table).orElse(null);
        if (old == null && fill != null && fill.constant() && !table.isNotNull()) {
            old = ColumnPlan.interim(context, table, fill);
        }
        return "alter table " + table.sqlName() + " alter column "
                + quote(table.table().column())
                + (old == null ? " drop default" : " set default " + old);
    }
}
