// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.schema.TenantTableDdl;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Creates the policies of a table and of its partitions and children, and replaces those of ours that are others. */
final class PolicyPlan {

    private final PlanContext context;
    private final PlanSteps steps;

    PolicyPlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    /** A table with its partitions and children, in one step. */
    void plan(TableState table) throws SQLException {
        List<String> statements = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        for (TableState each : table.all().toList()) {
            List<PolicyState> there = PolicyState.read(context.catalog(), each);
            List<String> conditions = conditions(each);
            want(new PolicyChange(each, there, context.ddl(each), statements, undo), conditions);
            noteOthers(each, there, conditions);
        }
        if (!statements.isEmpty()) {
            steps.add(
                    MigrationPhase.ENFORCE,
                    StepKind.POLICY,
                    table.subject(),
                    "show each tenant its own rows of " + table.subject() + " alone",
                    statements,
                    undo);
        }
    }

    private void want(PolicyChange change, List<String> conditions) {
        TenantTableDdl ddl = change.ddl();
        change.want(
                TenantTableDdl.POLICY,
                ddl.createPolicy(),
                policy -> policy.permissive() && policy.roles().isEmpty() && policy.hasConditions(conditions));
        String runtime = context.runtimeRole();
        if (runtime != null) {
            change.want(
                    TenantTableDdl.FLOOR,
                    ddl.createFloor(runtime),
                    policy -> !policy.permissive() && isFor(policy, runtime) && policy.hasConditions(conditions));
        }
        String system = context.systemRole();
        if (system != null) {
            change.want(
                    TenantTableDdl.SYSTEM,
                    ddl.createSystemPolicy(system),
                    policy -> policy.permissive()
                            && policy.roles().equals(List.of(system))
                            && policy.hasConditions(List.of("true")));
        }
    }

    private static boolean isFor(PolicyState policy, String role) {
        return policy.roles().isEmpty() || policy.roles().contains(role);
    }

    private void noteOthers(TableState table, List<PolicyState> there, List<String> conditions) {
        for (PolicyState policy : there) {
            boolean ours = policy.name().equals(TenantTableDdl.POLICY)
                    || policy.name().equals(TenantTableDdl.FLOOR)
                    || policy.name().equals(TenantTableDdl.SYSTEM) && context.systemRole() != null;
            if (!ours && policy.permissive() && !policy.hasConditions(conditions)) {
                steps.note("The policy " + policy.name() + " of " + table.subject()
                        + " is permissive, and may show more than the rows of the current tenant; compare it with "
                        + TenantTableDdl.POLICY + ", and drop it if it is not needed, see rule RLS010");
            }
        }
    }

    /** What the server prints of {@link TenantTableDdl#condition}; a domain is cast to what it is made from. */
    private List<String> conditions(TableState table) throws SQLException {
        TenantColumnType type = table.table().columnType();
        String column = context.catalog()
                .list(
                        "select pg_catalog.quote_ident(?)",
                        row -> row.getString(1),
                        table.table().column())
                .get(0);
        String printed = type == TenantColumnType.TEXT || type == TenantColumnType.VARCHAR ? "text" : type.sqlName();
        String setting = "NULLIF(current_setting('"
                + context.settings().variable().replace("'", "''") + "'::text, true), ''::text)";
        String tenant = printed.equals("text") ? setting : "(" + setting + ")::" + printed;
        return List.of("(" + column + " = " + tenant + ")", "((" + column + ")::" + printed + " = " + tenant + ")");
    }
}
