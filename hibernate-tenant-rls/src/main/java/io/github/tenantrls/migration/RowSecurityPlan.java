// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.schema.TenantTableDdl;
import java.util.ArrayList;
import java.util.List;

/** Puts the policies into force, for the owners too. */
final class RowSecurityPlan {

    private final PlanContext context;
    private final PlanSteps steps;
    private final ForceLift lift;

    RowSecurityPlan(PlanContext context, PlanSteps steps, ForceLift lift) {
        this.lift = lift;
        this.context = context;
        this.steps = steps;
    }

    /** A table with its partitions and children, in one step. */
    void plan(TableState table) {
        List<String> statements = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        table.all().forEach(each -> one(each, statements, undo));
        if (!statements.isEmpty()) {
            steps.add(
                    MigrationPhase.ENFORCE,
                    StepKind.ROW_SECURITY,
                    table.subject(),
                    "put the policies of " + table.subject() + " into force",
                    statements,
                    undo);
        }
        table.children().stream()
                .filter(child -> child.kind().equals("f"))
                .forEach(child -> steps.note("The part "
                        + child.subject() + " of " + table.subject()
                        + " is a foreign table, which cannot have policies; grant nothing on it to the application, see rule"
                        + " RLS032"));
    }

    private void one(TableState table, List<String> statements, List<String> undo) {
        TenantTableDdl ddl = context.ddl(table);
        boolean forced = table.forced() && !lift.isLifted(table);
        if (!forced) {
            undo.add("alter table " + table.sqlName() + " no force row level security");
        }
        if (!table.rowSecurity()) {
            statements.add(ddl.enable());
            undo.add("alter table " + table.sqlName() + " disable row level security");
        }
        if (!forced) {
            statements.add(ddl.force());
        }
    }
}
