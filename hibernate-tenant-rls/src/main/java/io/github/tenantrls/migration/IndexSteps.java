// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** Steps that create indexes: concurrently where asked, and anew where one was broken off. */
final class IndexSteps {

    private static final int MAX_BYTES = 63;

    private static final String NAMED = """
            select i.indisvalid is not true and i.indrelid = ?::pg_catalog.oid
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_index i on i.indexrelid = c.oid
             where n.nspname = ? and c.relname = ?""";

    private final PlanContext context;
    private final PlanSteps steps;
    private final Set<String> used = new HashSet<>();

    IndexSteps(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    /**
     * Creates an index.
     *
     * @param create the statement, for a table and a name; without {@code concurrently}
     * @param wanted the name that it is to have, if that is free
     * @return its name
     */
    String create(TableState table, String wanted, BiFunction<TableState, String, String> create) throws SQLException {
        if (table.partitioned() && context.options().concurrentIndexes()) {
            for (TableState leaf : table.children()) {
                if (leaf.kind().equals("r") && leaf.partition()) {
                    one(leaf, wanted + "_" + leaf.table().name(), create);
                }
            }
        }
        return one(table, wanted, create);
    }

    /** An index of a partitioned table takes those that its partitions have already. */
    private String one(TableState table, String wanted, BiFunction<TableState, String, String> create)
            throws SQLException {
        String name = name(table, wanted);
        String qualified = quote(table.schema()) + "." + quote(name);
        boolean concurrently = context.options().concurrentIndexes() && !table.partitioned();
        String how = concurrently ? " concurrently " : " ";
        if (isInvalid(table, name)) {
            step(
                    table,
                    concurrently,
                    "drop the index " + name + ", whose creation was broken off",
                    "drop index" + how + qualified,
                    List.of());
        }
        String statement = create.apply(table, name);
        step(
                table,
                concurrently,
                "create the index " + name + " on " + table.subject(),
                concurrently ? statement.replaceFirst(" index ", " index concurrently ") : statement,
                List.of("drop index if exists " + qualified));
        return name;
    }

    private void step(TableState table, boolean alone, String description, String statement, List<String> undo) {
        if (alone) {
            steps.addAlone(MigrationPhase.PREPARE, StepKind.INDEX, table.subject(), description, statement, undo);
        } else {
            steps.add(MigrationPhase.PREPARE, StepKind.INDEX, table.subject(), description, List.of(statement), undo);
        }
    }

    /** The wanted name, or one made of it if that is too long, or another relation's. */
    private String name(TableState table, String wanted) throws SQLException {
        String hashed = "tenant_"
                + UUID.nameUUIDFromBytes(wanted.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
        boolean fits = wanted.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
        String name = fits && isFree(table, wanted) ? wanted : hashed;
        used.add(table.schema() + "." + name);
        return name;
    }

    private boolean isFree(TableState table, String name) throws SQLException {
        return !used.contains(table.schema() + "." + name)
                && context.catalog()
                        .first(NAMED, row -> row.getBoolean(1), table.oid(), table.schema(), name)
                        .orElse(true);
    }

    private boolean isInvalid(TableState table, String name) throws SQLException {
        return context.catalog()
                .first(NAMED, row -> row.getBoolean(1), table.oid(), table.schema(), name)
                .orElse(false);
    }
}
