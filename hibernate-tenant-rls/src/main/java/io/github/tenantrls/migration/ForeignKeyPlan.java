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

    /** First all that is quick, then what takes long and is in nobody's way, then what is quick again. */
    void plan() {
        keys.stream().filter(key -> !key.composable()).forEach(this::noteUnfit);
        List<ForeignKey> fit = keys.stream().filter(ForeignKey::composable).toList();
        fit.stream().filter(key -> key.pending().equals("none")).forEach(this::add);
        fit.stream().filter(ForeignKey::valid).forEach(this::validate);
        fit.forEach(this::replace);
    }

    /** Whether a key of a table will compare the tenant. */
    boolean replaces(TableState table, String name) {
        return keys.stream()
                .anyMatch(key -> key.composable()
                        && table(key).equals(table)
                        && key.name().equals(name));
    }

    private void noteUnfit(ForeignKey key) {
        steps.note("The foreign key " + key.name() + " of " + table(key).subject()
                + " does not compare the tenant, and cannot be made to without changing what it does; see rule RLS027");
    }

    private void add(ForeignKey key) {
        TableState table = table(key);
        boolean later = canWait(table) || !key.valid();
        if (!key.valid()) {
            steps.note("The foreign key " + key.name() + " of " + table.subject()
                    + " is not valid, so it may not hold for old rows, with the tenant or without; validate it");
        }
        steps.add(
                MigrationPhase.PREPARE,
                StepKind.KEY,
                table.subject(),
                "have new rows of " + table.subject() + " refer to rows of their tenant by " + key.name(),
                List.of(alter(table) + "add constraint " + key.pendingName() + " " + key.definition()
                        + (later ? " not valid" : "")),
                List.of(alter(table) + "drop constraint if exists " + key.pendingName()));
    }

    private void validate(ForeignKey key) {
        TableState table = table(key);
        if (!key.pending().equals("valid") && canWait(table)) {
            steps.addAlone(
                    MigrationPhase.PREPARE,
                    StepKind.KEY,
                    table.subject(),
                    "look whether all rows of " + table.subject() + " refer to rows of their tenant by " + key.name(),
                    alter(table) + "validate constraint " + key.pendingName(),
                    List.of());
        }
    }

    private void replace(ForeignKey key) {
        TableState table = table(key);
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

    private TableState table(ForeignKey key) {
        return context.tables().get(key.table() - 1);
    }

    private boolean canWait(TableState table) {
        return !table.partitioned() || context.session().version() >= PlanSession.NOT_VALID_PARTITIONED;
    }

    private static String alter(TableState table) {
        return "alter table " + table.sqlName() + " ";
    }
}
