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
        lacking.stream()
                .filter(table -> check(table) == null)
                .forEach(table -> addCheck(MigrationPhase.PREPARE, table));
        lacking.stream()
                .filter(table -> !Boolean.TRUE.equals(check(table)))
                .forEach(table -> validate(MigrationPhase.PREPARE, table));
        lacking.forEach(table -> setChecked(MigrationPhase.PREPARE, table));
    }

    /** For a table without: it has no rows, or a column in which all rows have a tenant. */
    void enforce(TableState table) {
        if (table.isNotNull() || context.fills().of(table).isPresent()) {
            return;
        }
        if (table.column() == null || table.isGenerated()) {
            set(MigrationPhase.ENFORCE, table, List.of(context.ddl(table).setNotNull()));
            return;
        }
        if (check(table) == null) {
            addCheck(MigrationPhase.ENFORCE, table);
        }
        if (!Boolean.TRUE.equals(check(table))) {
            validate(MigrationPhase.ENFORCE, table);
        }
        setChecked(MigrationPhase.ENFORCE, table);
    }

    private void setChecked(MigrationPhase phase, TableState table) {
        set(
                phase,
                table,
                List.of(
                        context.ddl(table).setNotNull(),
                        alter(table) + "drop constraint if exists " + TableReader.NULL_CHECK));
    }

    private static @Nullable Boolean check(TableState table) {
        ColumnState column = table.column();
        return column == null ? null : column.nullCheck();
    }

    private void addCheck(MigrationPhase phase, TableState table) {
        steps.add(
                phase,
                StepKind.NOT_NULL,
                table.subject(),
                "refuse new rows of " + table.subject() + " without " + column(table),
                List.of(alter(table) + "add constraint " + TableReader.NULL_CHECK + " check (" + quote(column(table))
                        + " is not null) not valid"),
                List.of(alter(table) + "drop constraint if exists " + TableReader.NULL_CHECK));
    }

    private void validate(MigrationPhase phase, TableState table) {
        steps.addAlone(
                phase,
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
