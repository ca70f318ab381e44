// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.schema.TenantTableDdl;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Creates the policies of a table and of its partitions and children, and replaces those of ours that are others. */
final class PolicyPlan {

    private final PlanContext context;
    private final PlanSteps steps;

    PolicyPlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    void plan(TableState table) throws SQLException {
        for (TableState each : table.all().toList()) {
            one(each);
        }
    }

    private void one(TableState table) throws SQLException {
        List<PolicyState> there = PolicyState.read(context.catalog(), table);
        List<String> conditions = conditions(table);
        TenantTableDdl ddl = context.ddl(table);
        Change change = new Change(table, there, ddl);
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
        change.addTo(steps);
        noteOthers(table, there, conditions);
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

    /** What is to be done about the policies of one table. */
    private static final class Change {

        private final TableState table;
        private final List<PolicyState> there;
        private final TenantTableDdl ddl;
        private final List<String> statements = new ArrayList<>();
        private final List<String> undo = new ArrayList<>();

        Change(TableState table, List<PolicyState> there, TenantTableDdl ddl) {
            this.table = table;
            this.there = there;
            this.ddl = ddl;
        }

        void want(String name, String create, Predicate<PolicyState> right) {
            PolicyState old = find(name);
            if (old != null && right.test(old)) {
                return;
            }
            undo.add(ddl.dropPolicy(name));
            if (old != null) {
                statements.add(ddl.dropPolicy(name));
                undo.add(old.create(table.sqlName()));
            }
            statements.add(create);
        }

        private @Nullable PolicyState find(String name) {
            return there.stream()
                    .filter(policy -> policy.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        void addTo(PlanSteps steps) {
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
    }
}
