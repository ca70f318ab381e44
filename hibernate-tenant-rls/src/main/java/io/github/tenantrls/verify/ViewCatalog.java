// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what shows rows of the tables under another name. */
final class ViewCatalog {

    /**
     * A table is read with the rights of the owner of the view that names it, however many views are above that one; or
     * with those of the session, if that view says so.
     */
    private static final String VIEWS = "with recursive " + TenantSql.TENANT + ", " + TenantSql.POLICY + ", "
            + TenantSql.EXEMPT + """
            , used as (
              select distinct r.ev_class, below.relid
                from (select oid as relid from tenant) as below
            """ + TenantSql.RULES_OVER + """
            ), direct as (
              select v.oid, used.relid
                from used
                join pg_catalog.pg_class v on v.oid = used.ev_class and v.relkind <> 'm'
               where ((v.relowner, used.relid) in (select role, relid from exempt)) is true and not
            """ + TenantSql.INVOKER + """
            ), reach as (
              select oid, oid as relid from direct
              union
              select below.oid, r.ev_class
                from reach below
            """ + TenantSql.RULES_OVER
            + """
                join pg_catalog.pg_class v on v.oid = r.ev_class and v.relkind <> 'm')
            select n.nspname, v.relname, v.relkind = 'v', o.rolname,
                   (select pg_catalog.array_agg(distinct pg_catalog.concat(t.nspname, '.', t.relname))
                      from direct join tenant t on t.oid = direct.relid where direct.oid = v.oid),
                   pg_catalog.array_agg(distinct pg_catalog.concat(ton.nspname, '.', top.relname)),
                   (select pg_catalog.min(fit.rolname)
                      from direct join tenant t on t.oid = direct.relid
                      join pg_catalog.pg_roles fit on fit.oid = t.relowner
                     where direct.oid = v.oid
                       and not exists (select from exempt where role = t.relowner and relid = t.oid))
              from reach
              join pg_catalog.pg_class v on v.oid = reach.oid
              join pg_catalog.pg_namespace n on n.oid = v.relnamespace
              join pg_catalog.pg_roles o on o.oid = v.relowner
              join pg_catalog.pg_class top on top.oid = reach.relid
              join pg_catalog.pg_namespace ton on ton.oid = top.relnamespace
             where pg_catalog.has_schema_privilege(ton.oid, 'usage')
               and (pg_catalog.has_any_column_privilege(top.oid, 'select, insert, update')
                 or pg_catalog.has_table_privilege(top.oid, 'delete'))
             group by v.oid, n.nspname, v.relname, v.relkind, o.rolname
            """;

    /** What a role has as a member of an owner of tables, it loses with that membership. */
    private static final String MATERIALIZED = "with recursive " + TenantSql.TENANT + """
            , reach as (
              select oid as relid, oid as source from tenant
              union
              select r.ev_class, below.source
                from reach below
            """ + TenantSql.RULES_OVER + """
            ), readable as (
              select m.oid, m.relacl, m.relowner, n.nspname, m.relname,
                     pg_catalog.array_agg(distinct pg_catalog.concat(t.nspname, '.', t.relname)) as tables
                from reach
                join tenant t on t.oid = reach.source
                join pg_catalog.pg_class m on m.oid = reach.relid and m.relkind = 'm'
                join pg_catalog.pg_namespace n on n.oid = m.relnamespace
                join pg_catalog.pg_roles o on o.oid = m.relowner
               where pg_catalog.has_schema_privilege(n.oid, 'usage')
                 and pg_catalog.has_any_column_privilege(m.oid, 'select')
                 and not (o.rolname <> current_user and pg_catalog.pg_has_role(o.oid, 'usage')
                          and m.relowner in (select relowner from tenant))
               group by m.oid, m.relacl, m.relowner, n.nspname, m.relname),
            acl as (
              select m.oid, null as attname, g.*
                from readable m
               cross join pg_catalog.aclexplode(coalesce(m.relacl, pg_catalog.acldefault('r', m.relowner))) as g
              union all
              select m.oid, a.attname, g.*
                from readable m
                join pg_catalog.pg_attribute a on a.attrelid = m.oid and not a.attisdropped
               cross join pg_catalog.aclexplode(a.attacl) as g
              union all
              select m.oid, null, m.relowner, r.oid, 'SELECT', false
                from readable m
                join pg_catalog.pg_roles r on r.rolname = 'pg_read_all_data')
            select m.nspname, m.relname, 'select', acl.attname, grantee.rolname, grantor.rolname, acl.is_grantable,
                   m.tables
              from readable m
              join acl on acl.oid = m.oid
              left join pg_catalog.pg_roles grantee on grantee.oid = acl.grantee
              left join pg_catalog.pg_roles grantor on grantor.oid = acl.grantor and acl.grantor <> m.relowner
             where acl.privilege_type = 'SELECT'
               and (acl.grantee = 0 or pg_catalog.pg_has_role(acl.grantee, 'usage'))
             order by m.nspname, m.relname, grantee.rolname nulls first, acl.attname nulls first""";

    private ViewCatalog() {}

    static List<ViewFacts> views(CatalogQuery catalog) throws SQLException {
        List<ViewFacts> found = new ArrayList<>();
        catalog.ofTables(VIEWS, row -> found.add(view(row)));
        return found;
    }

    static List<MaterializedViewFacts> materializedViews(CatalogQuery catalog) throws SQLException {
        List<MaterializedViewFacts> found = new ArrayList<>();
        catalog.ofTables(MATERIALIZED, row -> {
            GrantFacts grant = GrantCatalog.grant(row);
            MaterializedViewFacts last = found.isEmpty() ? null : found.get(found.size() - 1);
            if (last == null || !last.subject().equals(grant.subject())) {
                last = new MaterializedViewFacts(grant.subject(), AccessCatalog.texts(row, 8), new ArrayList<>());
                found.add(last);
            }
            last.grants().add(grant);
        });
        return found;
    }

    private static ViewFacts view(ResultSet row) throws SQLException {
        return new ViewFacts(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                AccessCatalog.texts(row, 5),
                AccessCatalog.texts(row, 6),
                row.getString(7));
    }
}
