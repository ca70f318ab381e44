// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads who was granted what policies do not govern. */
final class GrantCatalog {

    /** What the owner may do, it may do by owning it. A partition or inheritance child has grants of its own. */
    private static final String OF_TABLES = "with recursive " + TenantSql.TENANT + """
            , part as (
              select t.oid, t.nspname, t.relname, t.relowner, t.relacl from tenant t
              union
              select c.oid, n.nspname, c.relname, c.relowner, c.relacl
                from part
                join pg_catalog.pg_inherits i on i.inhparent = part.oid
                join pg_catalog.pg_class c on c.oid = i.inhrelid
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace),
            acl as (
              select t.oid, null as attname, g.* from part t cross join pg_catalog.aclexplode(t.relacl) as g
              union all
              select t.oid, a.attname, g.*
                from part t
                join pg_catalog.pg_attribute a on a.attrelid = t.oid and not a.attisdropped
               cross join pg_catalog.aclexplode(a.attacl) as g)
            select t.nspname, t.relname,
                   pg_catalog.string_agg(pg_catalog.lower(acl.privilege_type), ', ' order by acl.privilege_type),
                   acl.attname, grantee.rolname, grantor.rolname, pg_catalog.bool_or(acl.is_grantable)
              from acl
              join part t on t.oid = acl.oid
              left join pg_catalog.pg_roles grantee on grantee.oid = acl.grantee
              left join pg_catalog.pg_roles grantor on grantor.oid = acl.grantor and acl.grantor <> t.relowner
             where acl.privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES')
               and not pg_catalog.pg_has_role(t.relowner, 'usage')
               and (acl.grantee = 0 or pg_catalog.pg_has_role(acl.grantee, 'usage'))
             group by t.nspname, t.relname, acl.attname, grantee.rolname, grantor.rolname
             order by t.nspname, t.relname, acl.attname nulls first, grantee.rolname nulls first""";

    /**
     * Only what can concern a table of this application: for schemas that have some, and by roles that may create more
     * there. Roles to which policies do not apply anyway lose nothing by it; that the runtime role has no policy is said of
     * the tables themselves.
     */
    private static final String BY_DEFAULT = "with " + TenantSql.TENANT + ", " + TenantSql.POLICY + """
            select distinct creator.rolname, n.nspname, grantee.rolname
              from pg_catalog.pg_default_acl d
             cross join pg_catalog.aclexplode(d.defaclacl) as g
              join pg_catalog.pg_roles creator on creator.oid = d.defaclrole
              left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace
              left join pg_catalog.pg_roles grantee on grantee.oid = g.grantee
             where d.defaclobjtype = 'r'
               and exists (select from tenant t
                            where d.defaclnamespace in (0, t.schema)
                              and pg_catalog.has_schema_privilege(d.defaclrole, t.schema, 'create'))
               and (g.grantee = 0
                 or g.grantee <> d.defaclrole and not grantee.rolsuper and not grantee.rolbypassrls
                    and not pg_catalog.pg_has_role(g.grantee, 'usage')
                    and exists (select from policy)
                    and not exists (select from tenant t where pg_catalog.pg_has_role(g.grantee, t.relowner, 'usage'))
                    and not exists (select from policy p
                                     where p.role = 0 or pg_catalog.pg_has_role(g.grantee, p.role, 'usage')))
             order by creator.rolname, n.nspname nulls first, grantee.rolname nulls first""";

    private GrantCatalog() {}

    static List<GrantFacts> ofTables(CatalogQuery catalog) throws SQLException {
        List<GrantFacts> found = new ArrayList<>();
        catalog.ofTables(OF_TABLES, row -> found.add(grant(row)));
        return found;
    }

    static List<DefaultGrantFacts> byDefault(CatalogQuery catalog) throws SQLException {
        List<DefaultGrantFacts> found = new ArrayList<>();
        catalog.ofTables(
                BY_DEFAULT,
                row -> found.add(new DefaultGrantFacts(row.getString(1), row.getString(2), row.getString(3))));
        return found;
    }

    /** A grant on a table or view: schema, name, privileges, column, grantee, grantor, whether it can be granted on. */
    static GrantFacts grant(ResultSet row) throws SQLException {
        return new GrantFacts(
                row.getString(1) + "." + row.getString(2),
                "table " + quote(row.getString(1)) + "." + quote(row.getString(2)),
                privileges(row.getString(3), row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7));
    }

    private static String privileges(String privileges, @Nullable String column) {
        return column == null ? privileges : privileges + " (" + quote(column) + ")";
    }
}
