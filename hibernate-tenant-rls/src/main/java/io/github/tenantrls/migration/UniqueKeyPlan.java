// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.SQLException;
import java.util.List;

/** Has unique keys hold within a tenant, where that is asked for; not primary keys, nor what other keys refer to. */
final class UniqueKeyPlan {

    private final PlanContext context;
    private final PlanSteps steps;
    private final IndexSteps indexes;
    private final ForeignKeyPlan foreign;

    UniqueKeyPlan(PlanContext context, PlanSteps steps, IndexSteps indexes, ForeignKeyPlan foreign) {
        this.context = context;
        this.steps = steps;
        this.indexes = indexes;
        this.foreign = foreign;
    }

    void plan() throws SQLException {
        if (context.config()
                .get(IsolationConfig.COMPOSITE_UNIQUE_KEYS)
                .map(Boolean::parseBoolean)
                .orElse(false)) {
            for (TableState table : context.tables()) {
                for (UniqueKey key : UniqueKey.read(context.catalog(), table)) {
                    one(table, key);
                }
            }
        }
    }

    private void one(TableState table, UniqueKey key) throws SQLException {
        List<ReferringKey> referring = ReferringKey.read(context.catalog(), key.oid());
        for (ReferringKey other : referring) {
            if (context.tables().stream()
                    .noneMatch(each -> each.oid().equals(other.table()) && foreign.replaces(each, other.name()))) {
                steps.note("The unique key " + key.name() + " of " + table.subject()
                        + " stays one over all tenants, because the foreign key " + other.name()
                        + " refers to it; see rule RLS026");
                return;
            }
        }
        if (key.constraint() && table.partitioned()) {
            replaceAtOnce(table, key);
        } else {
            replace(table, key);
        }
    }

    /** The old key holds until the new one is there. */
    private void replace(TableState table, UniqueKey key) throws SQLException {
        String pending = key.pendingIsThere()
                ? key.pendingName()
                : indexes.create(
                        table,
                        key.pendingName(),
                        (on, name) ->
                                "create unique index " + quote(name) + " on " + on.sqlName() + key.pendingColumns());
        steps.add(
                MigrationPhase.PREPARE,
                StepKind.KEY,
                table.subject(),
                description(table, key),
                key.constraint() ? adopt(table, key, pending) : rename(table, key, pending),
                key.constraint()
                        ? List.of(drop(table, key), add(table, key, key.oldDefinition()))
                        : List.of("drop index " + qualified(table, key.name()), key.oldDefinition()));
    }

    private void replaceAtOnce(TableState table, UniqueKey key) {
        steps.add(
                MigrationPhase.PREPARE,
                StepKind.KEY,
                table.subject(),
                description(table, key),
                List.of(drop(table, key), add(table, key, key.newDefinition())),
                List.of(drop(table, key), add(table, key, key.oldDefinition())));
    }

    private static List<String> adopt(TableState table, UniqueKey key, String pending) {
        return List.of(drop(table, key), add(table, key, "unique using index " + quote(pending) + key.deferrable()));
    }

    private static List<String> rename(TableState table, UniqueKey key, String pending) {
        return List.of(
                "drop index " + qualified(table, key.name()),
                "alter index " + qualified(table, pending) + " rename to " + quote(key.name()));
    }

    private static String description(TableState table, UniqueKey key) {
        return "have the unique key " + key.name() + " of " + table.subject() + " hold within each tenant";
    }

    private static String drop(TableState table, UniqueKey key) {
        return "alter table " + table.sqlName() + " drop constraint " + quote(key.name());
    }

    private static String add(TableState table, UniqueKey key, String definition) {
        return "alter table " + table.sqlName() + " add constraint " + quote(key.name()) + " " + definition;
    }

    private static String qualified(TableState table, String name) {
        return quote(table.schema()) + "." + quote(name);
    }
}
