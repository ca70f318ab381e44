// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Sees to it that the application's role is a member of the system's, where it takes that on, and of no owner of tables. */
final class RoleMemberships {

    /** The options of a membership, as it is to be granted again. */
    private static final String DIRECT = """
            select pg_catalog.concat_ws(', ',
                     case when m.admin_option then 'admin option' end,
                     'inherit ' || (pg_catalog.to_jsonb(m) ->> 'inherit_option'),
                     'set ' || (pg_catalog.to_jsonb(m) ->> 'set_option'))
              from pg_catalog.pg_auth_members m
              join pg_catalog.pg_roles g on g.oid = m.roleid
              join pg_catalog.pg_roles r on r.oid = m.member
             where g.rolname = ? and r.rolname = ?""";

    /** From PostgreSQL 16 the membership itself says whether it inherits. */
    private static final String TAKES_ON = """
            select coalesce((pg_catalog.to_jsonb(m) ->> 'set_option')::boolean, true),
                   coalesce((pg_catalog.to_jsonb(m) ->> 'inherit_option')::boolean, r.rolinherit)
              from pg_catalog.pg_auth_members m
              join pg_catalog.pg_roles g on g.oid = m.roleid
              join pg_catalog.pg_roles r on r.oid = m.member
             where g.rolname = ? and r.rolname = ?""";

    private static final String IS_MEMBER =
            "select 1 where pg_catalog.pg_has_role(?::pg_catalog.name, ?::pg_catalog.name, 'member')";

    private static final String MAY_GRANT =
            "select 1 where pg_catalog.pg_has_role(?::pg_catalog.name, 'member with admin option')";

    private final PlanContext context;
    private final PlanSteps steps;
    private final Set<String> left = new HashSet<>();

    RoleMemberships(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    /** Whoever has the rights of an owner can switch policies off. */
    void leaveOwners(RoleState role) throws SQLException {
        if (!role.exists()) {
            return;
        }
        TreeSet<String> owners = new TreeSet<>();
        context.tables().stream()
                .flatMap(TableState::all)
                .map(TableState::owner)
                .forEach(owners::add);
        for (String owner : owners) {
            if (owner.equals(role.name())) {
                steps.note(
                        "The role " + role.name() + " of the application owns tables, so it can switch their policies"
                                + " off; give them to another: reassign owned by, or alter table .. owner to, see rule RLS008");
            } else if (isMember(role, owner)) {
                leave(role, owner);
            }
        }
    }

    /** A superuser has the rights of all roles, but need not be a member. */
    private boolean isMember(RoleState role, String owner) throws SQLException {
        return role.superuser()
                ? context.catalog().any(DIRECT, owner, role.name())
                : context.catalog().any(IS_MEMBER, role.name(), owner);
    }

    private void leave(RoleState role, String owner) throws SQLException {
        List<String> direct = context.catalog().list(DIRECT, row -> row.getString(1), owner, role.name());
        String statement = "revoke " + quote(owner) + " from " + quote(role.name());
        if (context.session().superuser() && direct.size() == 1) {
            steps.demote(role.name());
            left.add(owner);
            steps.add(
                    MigrationPhase.ENFORCE,
                    StepKind.ROLE,
                    role.name(),
                    "take the rights of the owner " + owner + " off the role " + role.name(),
                    List.of(statement),
                    List.of("grant " + quote(owner) + " to " + quote(role.name())
                            + (direct.get(0).isEmpty() ? "" : " with " + direct.get(0))));
        } else {
            steps.note("The role " + role.name() + " of the application is a member of " + owner
                    + ", which owns tables, so it can switch their policies off; as a superuser, run: " + statement
                    + ", or take it out of the role between them, see rule RLS008");
        }
    }

    /** For a role of the system without a login of its own. */
    void takeOn(RoleState runtime, RoleState system) throws SQLException {
        if (system.exists() && system.login()) {
            steps.note(
                    "The role " + system.name() + " of the system can log in, so it is not granted to " + runtime.name()
                            + "; if the system is to log in by itself, name it by system.user instead of system_role, and else make"
                            + " it nologin, see rules RLS050 and RLS054");
        } else if (!isTakenOn(runtime, system)) {
            if (mayGrant(system)) {
                grant(runtime, system);
            } else {
                steps.note("The role " + runtime.name() + " cannot take on " + system.name() + "; as a superuser, run: "
                        + (hasInheritOption() ? "" : "alter role " + quote(runtime.name()) + " noinherit; ")
                        + grantStatement(runtime, system) + ", see rules RLS009 and RLS054");
            }
        }
    }

    private boolean isTakenOn(RoleState runtime, RoleState system) throws SQLException {
        return context.catalog()
                .first(TAKES_ON, row -> row.getBoolean(1) && !row.getBoolean(2), system.name(), runtime.name())
                .orElse(false);
    }

    private boolean mayGrant(RoleState system) throws SQLException {
        return !system.exists()
                || context.session().superuser()
                || context.catalog().any(MAY_GRANT, system.name());
    }

    private void grant(RoleState runtime, RoleState system) {
        if (!hasInheritOption() && runtime.inherits()) {
            if (!left.containsAll(runtime.memberOf())) {
                steps.note("The role " + runtime.name() + " inherits from what it is a member of, so it must not be a"
                        + " member of " + system.name() + ": make it noinherit, and grant " + quote(system.name())
                        + " to "
                        + quote(runtime.name()) + ", see rule RLS009");
                return;
            }
            alterInherit(runtime);
        }
        steps.add(
                MigrationPhase.ENFORCE,
                StepKind.ROLE,
                runtime.name(),
                "let the role " + runtime.name() + " take on " + system.name(),
                List.of(grantStatement(runtime, system)),
                List.of("revoke " + quote(system.name()) + " from " + quote(runtime.name())));
    }

    private void alterInherit(RoleState runtime) {
        steps.add(
                MigrationPhase.ENFORCE,
                StepKind.ROLE,
                runtime.name(),
                "keep the role " + runtime.name() + " from inheriting what it takes on",
                List.of("alter role " + quote(runtime.name()) + " noinherit"),
                List.of("alter role " + quote(runtime.name()) + " inherit"));
    }

    private String grantStatement(RoleState runtime, RoleState system) {
        return "grant " + quote(system.name()) + " to " + quote(runtime.name())
                + (hasInheritOption() ? " with inherit false, set true" : "");
    }

    private boolean hasInheritOption() {
        return context.session().version() >= PlanSession.INHERIT_OPTION;
    }
}
