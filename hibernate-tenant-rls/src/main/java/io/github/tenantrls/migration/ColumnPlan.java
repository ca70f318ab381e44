// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.TenantRlsException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds the tenant column and what fills it until the policies are in force, and fills the rows that are there.
 *
 * <p>Until then two applications may insert side by side: one that binds a tenant, whose rows are that tenant's, and one that
 * knows of none.
 */
final class ColumnPlan {

    private final PlanContext context;
    private final PlanSteps steps;

    ColumnPlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    void plan(TableState table) throws SQLException {
        Fill fill = context.fills().of(table).orElse(null);
        if (fill == null && !table.isNotNull() && !table.isGenerated()) {
            refuseRows(table);
        }
        if (fill != null && !table.isInForce()) {
            new FillCheck(context).refuseExpression(table, fill);
        }
        if (table.column() == null) {
            add(table, fill);
        } else if (fill != null && isFilledMeanwhile(table) && !table.isInForce() && !table.isGenerated()) {
            fillMeanwhile(table, fill);
        }
    }

    /** With a column that is not null already only what fills it from a source that is another one now. */
    private static boolean isFilledMeanwhile(TableState table) {
        return !table.isNotNull() || table.fillTrigger() || isInterim(table);
    }

    private static boolean isInterim(TableState table) {
        return table.column() != null
                && String.valueOf(table.column().defaultSql()).startsWith("COALESCE(");
    }

    /** Whether the default is for those who know of no tenant, and for another tenant than this. */
    private static boolean isForAnother(TableState table, Fill fill) {
        if (!isInterim(table) || !fill.constant() || table.column() == null) {
            return false;
        }
        String literal = fill.value().substring(0, fill.value().lastIndexOf("::"));
        String bare = literal.substring(1, literal.length() - 1); // as the server prints a positive integer
        String there = String.valueOf(table.column().defaultSql());
        return !there.contains(literal) && !there.endsWith(", " + bare + ")");
    }

    /** Fills the rows that are there; what has its column from one tenant's default has it in all of them. */
    void backfill(TableState table) throws SQLException {
        Optional<Fill> fill = context.fills().of(table).filter(source -> context.backfills(table));
        if (fill.isEmpty()) {
            return;
        }
        new FillCheck(context).refuseRowsWithoutParent(table, fill.get());
        String value = fill.get().value();
        String column = quote(table.table().column());
        steps.add(new MigrationStep(
                MigrationPhase.PREPARE,
                StepKind.BACKFILL,
                table.subject(),
                "fill " + table.table().column() + " of the rows of " + table.subject(),
                List.of("update " + table.sqlName() + " as t set " + column + " = " + value + " where t." + column
                        + " is null"),
                List.of(),
                false,
                new BackfillTask(table.table(), table.keys(), value)));
    }

    /** A constant default that comes with the column is that of the rows that are there too, and rewrites none. */
    private void add(TableState table, @Nullable Fill fill) throws SQLException {
        List<String> statements = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        String column = context.ddl(table).addColumn();
        if (fill != null && fill.constant()) {
            statements.add(column + " default " + fill.value()); // whatever tenant the session might be preset to
            statements.add(alterColumn(table) + " set default " + interim(context, table, fill));
        } else {
            statements.add(column);
        }
        if (fill != null && !fill.constant()) {
            statements.add(context.ddl(table).setDefault());
            triggers(table, fill, statements, undo);
        }
        undo.add("alter table " + table.sqlName() + " drop column "
                + quote(table.table().column()));
        steps.add(
                MigrationPhase.PREPARE,
                StepKind.COLUMN,
                table.subject(),
                "add the column " + table.table().column() + " to " + table.subject()
                        + (fill == null ? "" : ", and fill it in rows that are inserted meanwhile"),
                statements,
                undo);
    }

    private static boolean hasNoDefault(TableState table) {
        return table.column() != null && table.column().defaultSql() == null;
    }

    /** What is said of a table that is not said of those below it, which may have defaults of their own. */
    static String only(String alterTable) {
        return alterTable.replaceFirst("^alter table ", "alter table only ");
    }

    private void fillMeanwhile(TableState table, Fill fill) throws SQLException {
        List<String> statements = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        table.all()
                .filter(each -> hasNoDefault(each) || isForAnother(each, fill))
                .forEach(each -> {
                    String set = fill.constant()
                            ? alterColumn(each) + " set default " + interim(context, table, fill)
                            : context.ddl(each).setDefault();
                    statements.add(only(set));
                    undo.add(only(alterColumn(each)
                            + (hasNoDefault(each) || each.column() == null
                                    ? " drop default"
                                    : " set default " + each.column().defaultSql())));
                });
        if (!fill.constant() || (table.isCurrentTenant() && !table.isNotNull())) {
            triggers(table, fill, statements, undo);
        }
        if (!statements.isEmpty()) {
            steps.add(
                    MigrationPhase.PREPARE,
                    StepKind.COLUMN,
                    table.subject(),
                    "fill " + table.table().column() + " in rows that are inserted into " + table.subject()
                            + " meanwhile",
                    statements,
                    undo);
        }
    }

    /** Whoever binds a tenant inserts for that, and whoever knows of none for the one of the configuration. */
    static String interim(PlanContext context, TableState table, Fill fill) {
        return "coalesce("
                + table.table().columnType().currentTenant(context.settings().variable()) + ", " + fill.value() + ")";
    }

    private static String alterColumn(TableState table) {
        return "alter table " + table.sqlName() + " alter column "
                + quote(table.table().column());
    }

    private void triggers(TableState table, Fill fill, List<String> statements, List<String> undo) throws SQLException {
        for (TableState each : table.roots().toList()) {
            FillTrigger trigger = new FillTrigger(context, each);
            if (!trigger.isThere(fill)) {
                statements.addAll(each.fillTrigger() ? trigger.drop() : List.of());
                statements.addAll(trigger.create(fill));
                undo.addAll(trigger.drop());
            }
        }
    }

    private void refuseRows(TableState table) throws SQLException {
        if (new FillCheck(context).hasRowsWithoutTenant(table)) {
            throw new TenantRlsException("The table " + table.subject()
                    + " has rows without a tenant, and nothing says which tenant's they are; set table."
                    + table.subject() + ".fill to tenant:<identifier>, via:<column of a foreign key> or"
                    + " sql:<expression>");
        }
    }
}
