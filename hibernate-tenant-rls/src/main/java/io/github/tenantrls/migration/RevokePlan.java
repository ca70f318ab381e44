// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes off the application's role what policies do not restrict: to truncate, to refer to a table, to put triggers on it. */
final class RevokePlan {

    private static final String GRANTS = """
            with acl as (
              select c.oid, null::pg_catalog.name as attname, g.*
                from pg_catalog.pg_class c cross join pg_catalog.aclexplode(c.relacl) as g
              union all
              select a.attrelid, a.attname, g.*
                from pg_catalog.pg_attribute a cross join pg_catalog.aclexplode(a.attacl) as g
               where not a.attisdropped)
            select pg_catalog.concat(n.nspname, '.', c.relname), pg_catalog.format('%I.%I', n.nspname, c.relname),
                   acl.attname, grantee.rolname,
                   pg_catalog.string_agg(pg_catalog.lower(acl.privilege_type), ', ' order by acl.privilege_type),
                   pg_catalog.bool_or(acl.is_grantable), pg_catalog.bool_and(acl.grantor = c.relowner)
              from acl
              join pg_catalog.pg_class c on c.oid = acl.oid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_roles me on me.rolname = ?
              left join pg_catalog.pg_roles grantee on grantee.oid = acl.grantee
             where acl.privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES') and acl.grantee <> c.relowner
               and c.oid::pg_catalog.text = any ({tables}::pg_catalog.text[])
               and (acl.grantee = 0 or pg_catalog.pg_has_role(me.oid, acl.grantee, 'usage') and not me.rolsuper)
             group by n.nspname, c.relname, acl.attname, grantee.rolname
             order by n.nspname, c.relname, acl.attname nulls first, grantee.rolname nulls first""";

    private final PlanContext context;
    private final PlanSteps steps;

    RevokePlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    void plan() throws SQLException {
        String role = context.runtimeRole();
        if (role != null) {
            String oids = context.tables().stream()
                    .flatMap(TableState::all)
                    .map(TableState::oid)
                    .collect(Collectors.joining(",", "{", "}"));
            for (Grant grant : context.catalog().list(GRANTS.replace("{tables}", literal(oids)), Grant::of, role)) {
                one(role, grant);
            }
        }
    }

    private void one(String role, Grant grant) {
        boolean own = grant.grantee() == null || grant.grantee().equals(role);
        if (!own || !grant.byOwner()) {
            steps.note("The role " + role + " has " + grant.privileges() + " on " + grant.table() + " by a grant to "
                    + (grant.grantee() == null ? "PUBLIC" : grant.grantee())
                    + ", which policies do not restrict; have whoever granted it run: " + grant.revoke()
                    + ", see rule RLS035");
            return;
        }
        steps.add(
                MigrationPhase.ENFORCE,
                StepKind.GRANT,
                grant.table(),
                "revoke what policies of " + grant.table() + " do not restrict",
                List.of(grant.revoke()),
                List.of(grant.grant()));
    }

    private record Grant(
            String table,
            String sqlName,
            @Nullable String column,
            @Nullable String grantee,
            String privileges,
            boolean grantable,
            boolean byOwner) {

        static Grant of(ResultSet row) throws SQLException {
            return new Grant(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getBoolean(6),
                    row.getBoolean(7));
        }

        String revoke() {
            return "revoke " + what() + " from " + who();
        }

        String grant() {
            return "grant " + what() + " to " + who() + (grantable ? " with grant option" : "");
        }

        private String what() {
            return privileges + (column == null ? "" : " (" + quote(column) + ")") + " on table " + sqlName;
        }

        private String who() {
            return grantee == null ? "public" : quote(grantee);
        }
    }
}
