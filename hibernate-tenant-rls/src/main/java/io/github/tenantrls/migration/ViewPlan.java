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

/** Has the views over tenant-scoped tables read with the rights of whoever reads them. */
final class ViewPlan {

    /** A view above another is none of our business: each reads its own tables as it says. */
    private static final String VIEWS = """
            with recursive above as (
              select oid::pg_catalog.oid, oid::pg_catalog.oid as source
                from pg_catalog.unnest({tables}::pg_catalog.text[]) as t (oid)
              union
              select r.ev_class, above.oid
                from above
                join pg_catalog.pg_depend d on d.refobjid = above.oid
                 and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                 and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
                join pg_catalog.pg_rewrite r on r.oid = d.objid and r.ev_class <> above.oid)
            select distinct n.nspname, v.relname, v.relkind, pg_catalog.pg_get_userbyid(v.relowner),
                   pg_catalog.pg_has_role(v.relowner, 'usage'),
                   (select option_value from pg_catalog.pg_options_to_table(v.reloptions)
                     where option_name = 'security_invoker')
              from above
              join pg_catalog.pg_class v on v.oid = above.oid
              join pg_catalog.pg_namespace n on n.oid = v.relnamespace
             where v.relkind = 'm' or v.relkind = 'v' and above.source::pg_catalog.text = any ({tables}::pg_catalog.text[])
             order by n.nspname, v.relname""";

    private final PlanContext context;
    private final PlanSteps steps;

    ViewPlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    void plan() throws SQLException {
        String oids = context.tables().stream()
                .flatMap(TableState::all)
                .map(TableState::oid)
                .collect(Collectors.joining(",", "{", "}"));
        context.catalog()
                .list(VIEWS.replace("{tables}", literal(oids)), View::of)
                .forEach(this::one);
    }

    private void one(View view) {
        if (view.materialized()) {
            steps.note("The materialized view " + view.name() + " holds rows of tenant-scoped tables, and cannot have"
                    + " policies; revoke it from the application, and from PUBLIC, see rule RLS030");
        } else if (!view.isInvoker()) {
            if (context.session().version() < PlanSession.SECURITY_INVOKER) {
                steps.note("The view " + view.name() + " reads tenant-scoped tables with the rights of its owner "
                        + view.owner()
                        + ", and a server before PostgreSQL 15 knows no other way; see to it that this is"
                        + " no superuser, and has no BYPASSRLS, see rule RLS029");
            } else if (!view.owned()) {
                steps.note("The view " + view.name() + " reads tenant-scoped tables with the rights of its owner "
                        + view.owner() + "; as that, run: alter view " + view.sqlName()
                        + " set (security_invoker = true), see rule RLS029");
            } else {
                change(view);
            }
        }
    }

    private void change(View view) {
        String alter = "alter view " + view.sqlName();
        steps.add(
                MigrationPhase.ENFORCE,
                StepKind.VIEW,
                view.name(),
                "have the view " + view.name() + " read with the rights of whoever reads it",
                List.of(alter + " set (security_invoker = true)"),
                List.of(
                        view.invoker() == null
                                ? alter + " reset (security_invoker)"
                                : alter + " set (security_invoker = " + literal(view.invoker()) + ")"));
    }

    private record View(
            String schema,
            String relation,
            String kind,
            String owner,
            boolean owned,
            @Nullable String invoker) {

        static View of(ResultSet row) throws SQLException {
            return new View(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5),
                    row.getString(6));
        }

        boolean materialized() {
            return kind.equals("m");
        }

        /** As the server reads a boolean, of which it accepts beginnings. */
        boolean isInvoker() {
            return invoker != null && invoker.toLowerCase(java.util.Locale.ROOT).matches("t|tr|tru|true|y|ye|yes|on|1");
        }

        String name() {
            return schema + "." + relation;
        }

        String sqlName() {
            return quote(schema) + "." + quote(relation);
        }
    }
}
