// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SystemIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads what the runtime role is, and which roles it can reach. */
final class AccessCatalog {

    private static final String ROLE = """
            select me.rolname, me.rolsuper, me.rolbypassrls, login.rolname, login.rolsuper or login.rolbypassrls,
                   login.rolinherit, pg_catalog.current_setting('search_path'),
                   pg_catalog.current_setting('server_version'), pg_catalog.current_setting('server_version_num'),
                   configured.oid is not null,
                   array(
                     select pg_catalog.format('alter role %I', login.rolname)
                              || case when d.oid is null then '' else pg_catalog.format(' in database %I', d.datname) end
                              || ' reset role'
                       from pg_catalog.pg_db_role_setting s
                       left join pg_catalog.pg_database d on d.oid = s.setdatabase
                      where s.setrole = login.oid and (d.oid is null or d.datname = pg_catalog.current_database())
                        and exists (select from pg_catalog.unnest(s.setconfig) as e (entry) where e.entry like 'role=%')),
                   system.oid is not null, system.rolsuper or system.rolbypassrls,
                   pg_catalog.pg_has_role(session_user, system.oid, case
                     when pg_catalog.current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)
              from pg_catalog.pg_roles me
              join pg_catalog.pg_roles login on login.rolname = session_user
              left join pg_catalog.pg_roles configured
                on configured.rolname = ? and not configured.rolsuper and not configured.rolbypassrls
              left join pg_catalog.pg_roles system on system.rolname = ?
             where me.rolname = current_user""";

    /**
     * A membership inherits and can be set role to by options of its own from PostgreSQL 16; before, by an attribute of
     * the member, and always. The admin option suffices to grant oneself the rest.
     */
    private static final String REACHED = """
            with recursive edge as (
              select m.member, m.roleid, m.grantor, m.admin_option as admin,
                     coalesce((pg_catalog.to_jsonb(m) ->> 'inherit_option')::boolean, r.rolinherit) as inherits,
                     coalesce((pg_catalog.to_jsonb(m) ->> 'set_option')::boolean, true) as sets
                from pg_catalog.pg_auth_members m
                join pg_catalog.pg_roles r on r.oid = m.member),
            reach as (
              select edge.roleid as direct, edge.admin, edge.grantor, edge.roleid, edge.inherits,
                     edge.sets or edge.admin as becomes, edge.inherits or edge.sets or edge.admin as acts
                from edge
                join pg_catalog.pg_roles login on login.oid = edge.member and login.rolname = session_user
              union
              select reach.direct, reach.admin, reach.grantor, edge.roleid, reach.inherits and edge.inherits,
                     reach.becomes and edge.sets or reach.acts and edge.admin,
                     reach.becomes and edge.sets or reach.acts and (edge.inherits or edge.admin)
                from reach
                join edge on edge.member = reach.roleid)
            select r.rolname, r.rolsuper or r.rolbypassrls, reach.inherits, reach.becomes, reach.acts, d.rolname,
                   reach.admin,
                   case when pg_catalog.current_setting('server_version_num')::int >= 160000 then g.rolname end
              from reach
              join pg_catalog.pg_roles r on r.oid = reach.roleid
              join pg_catalog.pg_roles d on d.oid = reach.direct
              left join pg_catalog.pg_roles g on g.oid = reach.grantor
             order by r.rolname, d.rolname""";

    private AccessCatalog() {}

    static RoleFacts role(CatalogQuery catalog, Unit unit) throws SQLException {
        List<ReachedRole> reached = new ArrayList<>();
        catalog.forEach(REACHED, row -> reached.add(reached(row)));
        List<RoleFacts> found = new ArrayList<>();
        catalog.forEach(
                ROLE,
                row -> found.add(role(row, List.copyOf(reached), system(row, unit))),
                Objects.requireNonNullElse(unit.configuration().runtimeRole(), ""),
                Objects.requireNonNullElse(unit.configuration().system().policyRole(), ""));
        return found.get(0);
    }

    static AccessFacts read(CatalogScope scope, Unit unit) throws SQLException {
        CatalogQuery catalog = scope.tables();
        return new AccessFacts(
                OwnerCatalog.tables(catalog),
                OwnerCatalog.schemas(catalog),
                SettingCatalog.presets(catalog, unit.configuration().variable()),
                ViewCatalog.views(scope.odd()),
                ViewCatalog.materializedViews(scope.odd()),
                RoutineCatalog.read(scope.routines()),
                GrantCatalog.ofTables(catalog),
                GrantCatalog.byDefault(catalog));
    }

    /** The texts of an array. */
    static List<String> texts(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static ReachedRole reached(ResultSet row) throws SQLException {
        return new ReachedRole(
                row.getString(1),
                row.getBoolean(2),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getString(6),
                row.getBoolean(7),
                row.getString(8));
    }

    private static Optional<SystemFacts> system(ResultSet row, Unit unit) throws SQLException {
        SystemIdentity identity = unit.configuration().system();
        String name = identity.policyRole();
        return name == null
                ? Optional.empty()
                : Optional.of(new SystemFacts(
                        name, row.getBoolean(12), row.getBoolean(13), row.getBoolean(14), !identity.hasLogin()));
    }

    private static RoleFacts role(ResultSet row, List<ReachedRole> reached, Optional<SystemFacts> system)
            throws SQLException {
        return new RoleFacts(
                row.getString(1),
                row.getBoolean(2),
                row.getBoolean(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getString(7),
                row.getString(8),
                row.getInt(9),
                row.getBoolean(10),
                reached,
                texts(row, 11),
                system);
    }
}
