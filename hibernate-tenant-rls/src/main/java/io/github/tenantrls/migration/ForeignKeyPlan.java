// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes foreign keys between tenant-scoped tables compare the tenant. The old key stays in force until the new one is known
 * to hold for all rows, and then gives its name to it.
 */
final class ForeignKeyPlan {

    private final PlanContext context;
    private final PlanSteps steps;
    private final List<ForeignKey> keys;

    ForeignKeyPlan(PlanContext context, PlanSteps steps) throws SQLException {
        this.context = context;
        this.steps = steps;
        this.keys = context.settings().compositeForeignKeys()
                ? ForeignKey.read(context.catalog(), context.tables())
                : List.of();
    }

    /** Creates the unique indexes that they need; answers which tables, by their names in SQL, have one now. */
    Set<String> indexes(IndexSteps indexes) throws SQLException {
        Set<String> served = new TreeSet<>();
        Set<String> done = new TreeSet<>();
        for (ForeignKey key : keys) {
            TableState other = context.tables().get(key.other() - 1);
            if (key.needsIndex() && done.add(other.oid() + key.indexColumns())) {
                indexes.create(
                        other,
                        key.indexName(),
                        (on, name) -> "create unique index " + quote(name) + " on " + on.sqlName() + " ("
                                + key.indexColumns() + ")");
                served.add(other.sqlName());
            }
        }
        return served;
    }

    void plan() {
        for (ForeignKey key : keys) {
            TableState table = context.tables().get(key.table() - 1);
            if (key.composable()) {
                compose(table, key);
            } else {
                steps.note("The foreign key " + key.name() + " of " + table.subject()
                        + " does not compare the tenant, and cannot be made to without changing what it does; see rule"
                        + " RLS027");
            }
        }
    }

    /** The names of keys of a table that will be others. */
    boolean replaces(TableState table, String name) {
        return keys.stream()
                .anyMatch(key -> key.composable()
                        && context.tables().get(key.table() - 1).equals(table)
                        && key.name().equals(name));
    }

    private void compose(TableState table, ForeignKey key) {
        if (key.pending().equals("none")) {
            add(table, key);
        }
        if (key.valid() && !key.pending().equals("valid") && canWait(table)) {
            steps.addAlone(
                    MigrationPhase.PREPARE,
                    StepKind.KEY,
                    table.subject(),
                    "look whether all rows of " + table.subject() + " refer to rows of their tenant by " + key.name(),
                    alter(table) + "validate constraint " + key.pendingName(),
                    List.of());
        }
        if (!key.valid()) {
            steps.note("The foreign key " + key.name() + " of " + table.subject()
                    + " is not valid, so it may not hold for old rows, with the tenant or without; validate it");
        }
        replace(table, key);
    }

    private void add(TableState table, ForeignKey key) {
        steps.add(
                MigrationPhase.PREPARE,
                StepKind.KEY,
                table.subject(),
                "have new rows of " + table.subject() + " refer to rows of their tenant by " + key.name(),
                List.of(alter(table) + "add constraint " + key.pendingName() + " " + key.definition()
                        + (canWait(table) || !key.valid() ? " not valid" : "")),
                List.of(alter(table) + "drop constraint if exists " + key.pendingName()));
    }

    private void replace(TableState table, ForeignKey key) {
        steps.add(
                MigrationPhase.PREPARE,
                StepKind.KEY,
                table.subject(),
                "have " + key.name() + " of " + table.subject() + " compare the tenant",
                List.of(
                        alter(table) + "drop constraint " + key.quotedName(),
                        alter(table) + "rename constraint " + key.pendingName() + " to " + key.quotedName()),
                List.of(
                        alter(table) + "drop constraint " + key.quotedName(),
                        alter(table) + "add constraint " + key.quotedName() + " " + key.oldDefinition()));
    }

    private boolean canWait(TableState table) {
        return !table.partitioned() || context.session().version() >= PlanSession.NOT_VALID_PARTITIONED;
    }

    private static String alter(TableState table) {
        return "alter table " + table.sqlName() + " ";
    }
}
