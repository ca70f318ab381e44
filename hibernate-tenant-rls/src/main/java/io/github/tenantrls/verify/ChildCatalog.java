// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the partitions and inheritance children of all tables and what those are partitions and children of, to any
 * depth, and the foreign tables among all.
 */
final class ChildCatalog {

    /** Policies of a table do not hold for a child that is read by its own name, nor for itself as part of a parent. */
    private static final String CHILDREN = """
            with recursive wanted as (
              select w.position, w.tenant_column, pg_catalog.to_regclass(w.name) as oid from {tables}),
            child as (
              select w.position, w.tenant_column, i.inhrelid as oid
                from wanted w join pg_catalog.pg_inherits i on i.inhparent = w.oid
              union
              select p.position, p.tenant_column, i.inhrelid
                from child p join pg_catalog.pg_inherits i on i.inhparent = p.oid),
            parent as (
              select w.position, w.tenant_column, i.inhparent as oid
                from wanted w join pg_catalog.pg_inherits i on i.inhrelid = w.oid
              union
              select c.position, c.tenant_column, i.inhparent
                from parent c join pg_catalog.pg_inherits i on i.inhrelid = c.oid),
            part as (
              select distinct on (c.oid) d.position, d.tenant_column, d.above, c.*
                from (select *, false as above from child
                       where oid not in (select oid from wanted where oid is not null)
                      union all
                      select *, true from parent where oid not in (select oid from wanted where oid is not null)
                      union all select position, tenant_column, oid, false from wanted) d
                join pg_catalog.pg_class c on c.oid = d.oid
               where c.relkind = 'f' or d.oid not in (select oid from wanted where oid is not null)
               order by c.oid, d.position)
            select t.position, n.nspname, t.relname, t.relkind = 'f', t.relrowsecurity, t.relforcerowsecurity, t.above,
                   exists (
                     select from pg_catalog.pg_attribute a
                      where a.attrelid = t.oid and a.attname = t.tenant_column and not a.attisdropped),
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

    /** The relatives that can be reached, by the number of the table. */
    static Map<Integer, List<ChildFacts>> read(CatalogQuery catalog, RlsConfiguration configuration, RoleFacts role)
            throws SQLException {
        List<TenantTable> tables = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<ChildFacts> children = new ArrayList<>();
        catalog.ofTables(CHILDREN, row -> {
            ChildFacts child = child(row);
            positions.add(row.getInt(1));
            children.add(child);
            tables.add(catalog.table(row.getInt(1)).at(child.schema(), child.name()));
        });
        Map<Integer, TablePolicies> policies =
                children.isEmpty() ? Map.of() : new PolicyCatalog(catalog.about(tables), configuration, role).read();
        Map<Integer, List<ChildFacts>> found = new HashMap<>();
        for (int i = 0; i < children.size(); i++) {
            found.computeIfAbsent(positions.get(i), position -> new ArrayList<>())
                    .add(children.get(i).with(policies.getOrDefault(i + 1, TablePolicies.NONE)));
        }
        return found;
    }

    /** Its policies are read later, by the query that reads those of the tables. */
    private static ChildFacts child(ResultSet row) throws SQLException {
        return new ChildFacts(
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                CatalogQuery.texts(row, 9),
                TablePolicies.NONE);
    }
}
