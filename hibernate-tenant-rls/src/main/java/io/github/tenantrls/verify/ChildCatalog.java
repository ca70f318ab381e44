// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the partitions and inheritance children of all tables, to any depth, and the foreign tables among all. */
final class ChildCatalog {

    /** Policies of a table do not hold for a child that is read by its own name. */
    private static final String CHILDREN = """
            with recursive wanted as (
              select w.position, w.tenant_column, pg_catalog.to_regclass(w.name) as oid from {tables}),
            child as (
              select w.position, w.tenant_column, i.inhrelid as oid
                from wanted w join pg_catalog.pg_inherits i on i.inhparent = w.oid
              union
              select p.position, p.tenant_column, i.inhrelid
                from child p join pg_catalog.pg_inherits i on i.inhparent = p.oid),
            part as (
              select distinct on (c.oid) d.position, d.tenant_column, c.*
                from (select * from child where oid not in (select oid from wanted where oid is not null)
                      union all select position, tenant_column, oid from wanted) d
                join pg_catalog.pg_class c on c.oid = d.oid
               where c.relkind = 'f' or d.oid not in (select oid from wanted where oid is not null)
               order by c.oid, d.position),
            policy as (
              select p.polrelid, p.polname::pg_catalog.text as name,
                     p.polpermissive and (0 = any (p.polroles) or exists (
                       select from pg_catalog.unnest(p.polroles) as role (oid)
                        where role.oid <> 0 and pg_catalog.pg_has_role(role.oid, 'usage'))) as opens,
                     exists (
                       select from pg_catalog.pg_depend d
                         join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                        where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
                          and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = p.polrelid
                          and a.attname = part.tenant_column) as uses_tenant
                from pg_catalog.pg_policy p join part on part.oid = p.polrelid)
            select t.position, n.nspname, t.relname, t.relkind = 'f', t.relrowsecurity, t.relforcerowsecurity,
                   exists (select from policy where polrelid = t.oid and opens and uses_tenant),
                   array (select name from policy where polrelid = t.oid and opens and not uses_tenant order by name),
                   array (select name from policy where polrelid = t.oid),
                   array (
                     select distinct case g.grantee when 0 then 'public' else pg_catalog.quote_ident(r.rolname) end
                       from (select coalesce(t.relacl, pg_catalog.acldefault('r', t.relowner))
                             union all
                             select a.attacl from pg_catalog.pg_attribute a
                              where a.attrelid = t.oid and a.attacl is not null) as l (acl)
                       cross join lateral pg_catalog.aclexplode(l.acl) g
                       left join pg_catalog.pg_roles r on r.oid = g.grantee
                      where case g.grantee when 0 then true else pg_catalog.pg_has_role(g.grantee, 'usage') end
                      order by 1)
              from part t
              join pg_catalog.pg_namespace n on n.oid = t.relnamespace
             where pg_catalog.has_schema_privilege(n.oid, 'usage')
               and (pg_catalog.has_table_privilege(t.oid, 'select, insert, update, delete')
                 or pg_catalog.has_any_column_privilege(t.oid, 'select, insert, update'))
             order by n.nspname, t.relname""".replace("{tables}", CatalogQuery.WANTED);

    private ChildCatalog() {}

    /** The children that can be reached, by the number of the table. */
    static Map<Integer, List<ChildFacts>> read(CatalogQuery catalog) throws SQLException {
        Map<Integer, List<ChildFacts>> found = new HashMap<>();
        catalog.ofTables(
                CHILDREN,
                row -> found.computeIfAbsent(row.getInt(1), position -> new ArrayList<>())
                        .add(child(row)));
        return found;
    }

    private static ChildFacts child(ResultSet row) throws SQLException {
        return new ChildFacts(
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                CatalogQuery.texts(row, 8),
                CatalogQuery.texts(row, 9),
                CatalogQuery.texts(row, 10));
    }
}
