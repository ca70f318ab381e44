// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses rows without a tenant. Rows that may be many are looked at while others write: a check constraint that is not
 * valid is added, then found to be valid, and then tells the server that it need not look at them itself.
 */
final class NotNullPlan {

    private final PlanContext context;
    private final PlanSteps steps;

    NotNullPlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    /** For tables with a source of tenants, before the policies are in force. */
    void prepare(List<TableState> tables) {
        List<TableState> lacking = tables.stream()
                .filter(table -> !table.isNotNull() && context.fills().of(table).isPresent())
                .toList();
        lacking.stream().filter(table -> check(table) == null).forEach(this::addCheck);
        lacking.stream().filter(table -> !Boolean.TRUE.equals(check(table))).forEach(this::validate);
        for (TableState table : lacking) {
            set(
                    MigrationPhase.PREPARE,
                    table,
                    List.of(
                            context.ddl(table).setNotNull(),
                            alter(table) + "drop constraint if exists " + TableReader.NULL_CHECK));
        }
    }

    /** For a table without, which has no rows, and gets none before the policies are in force. */
    void enforce(TableState table) {
        if (!table.isNotNull() && context.fills().of(table).isEmpty()) {
            set(MigrationPhase.ENFORCE, table, List.of(context.ddl(table).setNotNull()));
        }
    }

    private static @Nullable Boolean check(TableState table) {
        ColumnState column = table.column();
        return column == null ? null : column.nullCheck();
    }

    private void addCheck(TableState table) {
        steps.add(
                MigrationPhase.PREPARE,
                StepKind.NOT_NULL,
                table.subject(),
                "refuse new rows of " + table.subject() + " without " + column(table),
                List.of(alter(table) + "add constraint " + TableReader.NULL_CHECK + " check (" + quote(column(table))
                        + " is not null) not valid"),
                List.of(alter(table) + "drop constraint if exists " + TableReader.NULL_CHECK));
    }

    private void validate(TableState table) {
        steps.addAlone(
                MigrationPhase.PREPARE,
                StepKind.NOT_NULL,
                table.subject(),
                "look whether all rows of " + table.subject() + " have " + column(table),
                alter(table) + "validate constraint " + TableReader.NULL_CHECK,
                List.of());
    }

    private void set(MigrationPhase phase, TableState table, List<String> statements) {
        steps.add(
                phase,
                StepKind.NOT_NULL,
                table.subject(),
                "set " + column(table) + " of " + table.subject() + " not null",
                statements,
                List.of(alter(table) + "alter column " + quote(column(table)) + " drop not null"));
    }

    private static String alter(TableState table) {
        return "alter table " + table.sqlName() + " ";
    }

    private static String column(TableState table) {
        return table.table().column();
    }
}
