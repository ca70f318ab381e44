// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.schema.RoleGrants;
import io.github.tenantrls.schema.TenantTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Grants the roles of the application and of the system what works on the rows, as far as it is lacking: before the policies
 * are in force, so that an application which binds tenants can work beside the one that it replaces.
 */
final class GrantPlan {

    /** What a role that there is not yet lacks is everything. */
    private static final String HAS = "pg_catalog.has_{kind}_privilege(r.oid, {object}.oid, {privilege})";

    /** For a role that will not be a superuser any more, or a member of the owner. */
    private static final String IS_GRANTED = """
            exists (select from pg_catalog.aclexplode({acl}) as g
                     where g.grantee in (0, r.oid) and g.privilege_type = pg_catalog.upper({privilege}))""";

    private static final String ON_SCHEMA = """
            select n.nspname, pg_catalog.quote_ident(n.nspname), 'usage',
                   pg_catalog.pg_has_role(n.nspowner, 'usage')
                     or pg_catalog.has_schema_privilege(n.oid, 'usage with grant option')
              from pg_catalog.pg_namespace n
              left join pg_catalog.pg_roles r on r.rolname = ?
             where n.nspname = ? and {has} is not true""";

    private static final String LACKING = """
            select pg_catalog.concat(n.nspname, '.', c.relname), pg_catalog.format('%I.%I', n.nspname, c.relname),
                   pg_catalog.string_agg(p.name, ', ' order by p.place), pg_catalog.pg_has_role(c.relowner, 'usage')
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_roles r on r.rolname = ?
             cross join pg_catalog.unnest(pg_catalog.string_to_array(?, ', ')) with ordinality as p (name, place)
             where {objects}
               and {has} is not true
             group by n.nspname, c.relname, c.relowner
             order by n.nspname, c.relname""";

    private static final String ON_TABLE =
            LACKING.replace("{objects}", "n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p', 'f')");

    private static final String ON_SEQUENCES = LACKING.replace("{objects}", """
            c.relkind = 'S' and c.oid in (
                 select d.objid from pg_catalog.pg_depend d
                   join pg_catalog.pg_class t on t.oid = d.refobjid
                   join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
                  where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                    and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                    and d.deptype = 'a' and tn.nspname = ? and t.relname = ?)""");

    /** What a revocation for the whole table takes off too. */
    private static final String ON_COLUMNS = """
            select pg_catalog.format('grant %s (%I) on table %I.%I to %I%s', pg_catalog.lower(g.privilege_type), a.attname,
                     n.nspname, c.relname, r.rolname, case when g.is_grantable then ' with grant option' else '' end)
              from pg_catalog.pg_attribute a
              join pg_catalog.pg_class c on c.oid = a.attrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             cross join pg_catalog.aclexplode(a.attacl) as g
              join pg_catalog.pg_roles r on r.oid = g.grantee
             where a.attrelid = pg_catalog.to_regclass(?) and not a.attisdropped and r.rolname = ?
               and pg_catalog.lower(g.privilege_type) = any (pg_catalog.string_to_array(?, ', '))
             order by a.attnum, g.privilege_type""";

    private final PlanContext context;
    private final PlanSteps steps;

    GrantPlan(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    /** @param shared the tables that all tenants share */
    void plan(List<TenantTable> shared) throws SQLException {
        List<TenantTable> tables = Stream.concat(context.tables().stream().map(TableState::table), shared.stream())
                .toList();
        String runtime = context.runtimeRole();
        String system = context.systemRole();
        for (String role :
                Stream.of(runtime, system).flatMap(Stream::ofNullable).toList()) {
            grant(role, lacking(role, tables));
        }
    }

    private List<Lacking> lacking(String role, List<TenantTable> tables) throws SQLException {
        List<Lacking> lacking = new ArrayList<>();
        List<String> schemas = tables.stream()
                .map(table -> String.valueOf(table.schema()))
                .distinct()
                .sorted()
                .toList();
        for (String schema : schemas) {
            String query = query(ON_SCHEMA, role, "schema");
            lacking.addAll(context.catalog().list(query, row -> Lacking.of("schema", row), role, schema));
        }
        for (TenantTable table : tables) {
            lacking.addAll(onTable("table", ON_TABLE, RoleGrants.ON_TABLES, role, table));
            lacking.addAll(onTable("sequence", ON_SEQUENCES, RoleGrants.ON_SEQUENCES, role, table));
        }
        return lacking;
    }

    private List<Lacking> onTable(String kind, String query, List<String> privileges, String role, TenantTable table)
            throws SQLException {
        return context.catalog()
                .list(
                        query(query, role, kind),
                        row -> Lacking.of(kind, row),
                        role,
                        String.join(", ", privileges),
                        String.valueOf(table.schema()),
                        table.name());
    }

    private String query(String query, String role, String kind) {
        boolean schema = kind.equals("schema");
        return query.replace("{has}", steps.isDemoted(role) ? IS_GRANTED : HAS)
                .replace("{kind}", kind)
                .replace("{object}", schema ? "n" : "c")
                .replace("{acl}", schema ? "n.nspacl" : "c.relacl")
                .replace("{privilege}", schema ? "'usage'" : "p.name");
    }

    private List<String> undo(String role, List<Lacking> granted) throws SQLException {
        List<String> undo = new ArrayList<>();
        for (Lacking one : granted) {
            undo.add("revoke " + one.what() + " from " + quote(role));
            if (one.kind().equals("table")) {
                undo.addAll(context.catalog()
                        .list(ON_COLUMNS, row -> row.getString(1), one.sqlName(), role, one.privileges()));
            }
        }
        return undo;
    }

    private void grant(String role, List<Lacking> all) throws SQLException {
        List<Lacking> grantable = all.stream().filter(Lacking::grantable).toList();
        if (!grantable.isEmpty()) {
            steps.add(
                    MigrationPhase.PREPARE,
                    StepKind.GRANT,
                    role,
                    "let the role " + role + " use "
                            + grantable.stream().map(Lacking::name).collect(Collectors.joining(", ")),
                    grantable.stream()
                            .map(one -> "grant " + one.what() + " to " + quote(role))
                            .toList(),
                    undo(role, grantable));
        }
        all.stream()
                .filter(one -> !one.grantable())
                .forEach(one -> steps.note("The role " + role + " lacks "
                        + one.privileges() + " on the " + one.kind() + " " + one.name() + ", and "
                        + context.session().role()
                        + " may not grant it; have its owner run: grant " + one.what() + " to " + quote(role)));
    }

    private record Lacking(String kind, String name, String sqlName, String privileges, boolean grantable) {

        static Lacking of(String kind, ResultSet row) throws SQLException {
            return new Lacking(kind, row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4));
        }

        String what() {
            return privileges + " on " + kind + " " + sqlName;
        }
    }
}
