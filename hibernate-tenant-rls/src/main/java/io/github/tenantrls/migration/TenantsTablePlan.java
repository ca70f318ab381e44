// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.schema.TenantsTableDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the table of the tenants, or what it lacks. */
final class TenantsTablePlan {

    private final PlanContext context;
    private final PlanSteps steps;

    TenantsTablePlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    void plan(TenantsTableState state) {
        if (!context.settings().tenants().exported()) {
            return;
        }
        List<String> undo = state.exists() ? undo(state) : List.of("drop table " + state.sqlName());
        if (!undo.isEmpty()) {
            steps.add(
                    MigrationPhase.PREPARE,
                    StepKind.TENANTS_TABLE,
                    state.schema() + "." + state.name(),
                    (state.exists() ? "complete" : "create") + " the table of the tenants",
                    List.of(migration(state)),
                    undo);
        }
    }

    /** With the schema, so that whoever runs it needs no search path. */
    private String migration(TenantsTableState state) {
        Map<String, Object> settings = new TreeMap<>(context.config().settings());
        settings.put(io.github.tenantrls.TenantRlsSettings.TENANTS_TABLE, state.sqlName());
        return TenantsTableDdl.of(settings).migration("\n");
    }

    private List<String> undo(TenantsTableState state) {
        List<String> undo = new ArrayList<>();
        revoke(state, state.lackingSystem(), context.systemRole(), undo);
        revoke(state, state.lackingRuntime(), context.runtimeRole(), undo);
        if (context.systemRole() != null) {
            policy(state, TenantsTableDdl.SYSTEM, undo);
        }
        policy(state, TenantsTableDdl.READ, undo);
        if (!state.forced()) {
            undo.add("alter table " + state.sqlName() + " no force row level security");
        }
        if (!state.rowSecurity()) {
            undo.add("alter table " + state.sqlName() + " disable row level security");
        }
        return undo;
    }

    private static void revoke(
            TenantsTableState state, @Nullable String lacking, @Nullable String role, List<String> undo) {
        if (lacking != null && role != null) {
            undo.add("revoke " + lacking + " on table " + state.sqlName() + " from " + quote(role));
        }
    }

    private static void policy(TenantsTableState state, String policy, List<String> undo) {
        if (!state.policies().contains(policy)) {
            undo.add("drop policy " + quote(policy) + " on " + state.sqlName());
        }
    }
}
