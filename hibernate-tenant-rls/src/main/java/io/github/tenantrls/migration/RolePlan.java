// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Creates the roles of the application and of the system, and takes off what goes around policies. */
final class RolePlan {

    private final PlanContext context;
    private final PlanSteps steps;

    RolePlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    void plan() throws SQLException {
        String runtime = context.runtimeRole();
        String system = context.systemRole();
        if (runtime != null && runtime.equals(system)) {
            throw new TenantRlsException(
                    TenantRlsSettings.RUNTIME_ROLE + " and " + TenantRlsSettings.SYSTEM_ROLE + " are both " + runtime
                            + ", so the application would see the rows of all tenants; name two roles");
        }
        RoleMemberships memberships = new RoleMemberships(context, steps);
        if (runtime != null) {
            RoleState state = RoleState.read(context.catalog(), runtime);
            attributes(state, "login");
            memberships.leaveOwners(state);
        }
        if (system != null) {
            boolean login = context.settings().system().hasLogin();
            RoleState state = RoleState.read(context.catalog(), system);
            attributes(state, login ? "login" : "nologin");
            if (runtime != null && !login) {
                memberships.takeOn(RoleState.read(context.catalog(), runtime), state);
            }
        }
    }

    private void attributes(RoleState role, String login) {
        if (!role.exists()) {
            create(role.name(), login);
        } else if (role.superuser() || role.bypassRls()) {
            if (context.session().superuser()
                    && !role.name().equals(context.session().role())) {
                takeOff(role);
            } else {
                steps.note(
                        "The role " + role.name() + " is a superuser or has BYPASSRLS, so no policy applies to it; as"
                                + " another superuser, run: alter role " + quote(role.name())
                                + " nosuperuser nobypassrls, see rules RLS005 and RLS006");
            }
        }
    }

    private void create(String role, String login) {
        String statement = "create role " + quote(role) + " " + login + " nosuperuser nobypassrls";
        if (!context.session().createRole()) {
            throw new MissingPrivilegeException(
                    "There is no role " + role + ", and " + context.session().role()
                            + " may not create roles; have somebody run: " + statement,
                    null);
        }
        steps.add(
                MigrationPhase.PREPARE,
                StepKind.ROLE,
                role,
                "create the role " + role,
                List.of(statement),
                List.of("drop role " + quote(role)));
        if (login.equals("login")) {
            steps.note("The role " + role + " is created without a password; set one by \\password " + quote(role)
                    + " in psql, or have it log in by other means");
        }
    }

    private void takeOff(RoleState role) {
        steps.demote(role.name());
        List<String> off = new ArrayList<>();
        List<String> on = new ArrayList<>();
        if (role.superuser()) {
            off.add("nosuperuser");
            on.add("superuser");
        }
        if (role.bypassRls()) {
            off.add("nobypassrls");
            on.add("bypassrls");
        }
        steps.add(
                MigrationPhase.ENFORCE,
                StepKind.ROLE,
                role.name(),
                "have policies apply to the role " + role.name(),
                List.of("alter role " + quote(role.name()) + " " + String.join(" ", off)),
                List.of("alter role " + quote(role.name()) + " " + String.join(" ", on)));
    }
}
