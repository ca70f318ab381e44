// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Says what is set for the role or the database, or can be become, that would go around the policies, and is somebody's to change. */
final class SettingNotes {

    private static final String PRESET = """
            select pg_catalog.split_part(e.entry, '=', 1),
                   case when r.oid is null then pg_catalog.format('alter database %I', d.datname)
                        else pg_catalog.format('alter role %I', r.rolname)
                          || case when d.oid is null then '' else pg_catalog.format(' in database %I', d.datname) end
                   end
              from pg_catalog.pg_db_role_setting s
             cross join pg_catalog.unnest(s.setconfig) as e (entry)
              left join pg_catalog.pg_roles r on r.oid = s.setrole
              left join pg_catalog.pg_database d on d.oid = s.setdatabase
             where (s.setrole = 0 or r.rolname = ?)
               and (s.setdatabase = 0 or d.datname = pg_catalog.current_database())
               and (pg_catalog.starts_with(e.entry, ? || '=') or e.entry = 'row_security=off'
                 or pg_catalog.starts_with(e.entry, 'role='))
             order by 1, 2""";

    private static final String BYPASSING = """
            select b.rolname
              from pg_catalog.pg_roles r
              join pg_catalog.pg_roles b on (b.rolsuper or b.rolbypassrls) and b.oid <> r.oid
             where r.rolname = ? and not r.rolsuper and pg_catalog.pg_has_role(r.oid, b.oid, 'member')
             order by b.rolname""";

    private static final String LARGE_OBJECTS = """
            select a.attname
              from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
             where a.attrelid = ?::pg_catalog.oid and a.attnum > 0 and not a.attisdropped
               and 'pg_catalog.oid'::pg_catalog.regtype in (t.oid, t.typbasetype)
             order by a.attnum""";

    private final PlanContext context;
    private final PlanSteps steps;

    SettingNotes(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    void note() throws SQLException {
        String role = context.runtimeRole();
        String variable = context.settings().variable();
        context.catalog()
                .list(PRESET, SettingNotes::preset, String.valueOf(role), variable)
                .forEach(steps::note);
        if (role != null) {
            String bypassing = String.join(", ", context.catalog().list(BYPASSING, row -> row.getString(1), role));
            if (!bypassing.isEmpty()) {
                steps.note("The role " + role + " of the application can become " + bypassing
                        + ", to which no policy applies; revoke that membership, see rule RLS007");
            }
        }
        for (TableState table : context.tables()) {
            largeObjects(table);
        }
    }

    private static String preset(ResultSet row) throws SQLException {
        return "The setting " + row.getString(1) + " is preset where the application logs in, which goes around the"
                + " policies or the binding of the tenant; run: " + row.getString(2) + " reset " + row.getString(1)
                + ", see rules RLS020, RLS041 and RLS051";
    }

    private void largeObjects(TableState table) throws SQLException {
        String columns = context.catalog().list(LARGE_OBJECTS, row -> row.getString(1), table.oid()).stream()
                .collect(Collectors.joining(", "));
        if (!columns.isEmpty()) {
            steps.note("The table " + table.subject() + " holds numbers of large objects in " + columns
                    + ", which have no policies; store bytes in the row instead, see rule RLS049");
        }
    }
}
