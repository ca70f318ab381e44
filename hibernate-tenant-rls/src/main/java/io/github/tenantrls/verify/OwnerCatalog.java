// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads whose the tables are, and in which schemas the runtime role may create objects. */
final class OwnerCatalog {

    private static final String TABLES = "with " + TenantSql.TENANT + """
            , owner as (
              select r.oid, case when r.rolname = 'pg_database_owner' then o.rolname else r.rolname end as rolname
                from pg_catalog.pg_roles r
                join pg_catalog.pg_database b on b.datname = pg_catalog.current_database()
                join pg_catalog.pg_roles o on o.oid = b.datdba)
            select t.nspname, t.relname, o.rolname,
                   array[s.rolname::text, pg_catalog.pg_get_userbyid(b.datdba)::text],
                   array(select pg_catalog.format('%I.%I', qn.nspname, q.relname)
                           from pg_catalog.pg_depend d
                           join pg_catalog.pg_class q on q.oid = d.objid and q.relkind = 'S'
                           join pg_catalog.pg_namespace qn on qn.oid = q.relnamespace
                          where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            and d.refobjid = t.oid and d.deptype = 'a')
              from tenant t
              join owner o on o.oid = t.relowner
              join pg_catalog.pg_namespace n on n.oid = t.schema
              join owner s on s.oid = n.nspowner
              join pg_catalog.pg_database b on b.datname = pg_catalog.current_database()""";

    private static final String SCHEMAS = "with " + TenantSql.TENANT + """
            select n.nspname,
                   case when not pg_catalog.pg_has_role(n.nspowner, 'usage') then null
                        when o.rolname = 'pg_database_owner' then pg_catalog.pg_get_userbyid(b.datdba)
                        else o.rolname end,
                   array[pg_catalog.pg_get_userbyid(b.datdba)::text],
                   g.grantee is not null, grantee.rolname, grantor.rolname, g.is_grantable
              from pg_catalog.pg_namespace n
              join pg_catalog.pg_roles o on o.oid = n.nspowner
              join pg_catalog.pg_database b on b.datname = pg_catalog.current_database()
              left join pg_catalog.aclexplode(n.nspacl) as g
                on g.privilege_type = 'CREATE' and g.grantee <> n.nspowner
               and (g.grantee = 0 or pg_catalog.pg_has_role(g.grantee, 'usage'))
              left join pg_catalog.pg_roles grantee on grantee.oid = g.grantee
              left join pg_catalog.pg_roles grantor on grantor.oid = g.grantor and g.grantor <> n.nspowner
             where (n.nspname = any (pg_catalog.current_schemas(false)) or n.oid in (select schema from tenant))
               and pg_catalog.has_schema_privilege(n.oid, 'create')
             order by n.nspname, grantee.rolname nulls first""";

    private OwnerCatalog() {}

    static List<OwnerFacts> tables(CatalogQuery catalog) throws SQLException {
        List<OwnerFacts> found = new ArrayList<>();
        catalog.ofTables(
                TABLES,
                row -> found.add(new OwnerFacts(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        AccessCatalog.texts(row, 4),
                        AccessCatalog.texts(row, 5))));
        return found;
    }

    static List<SchemaFacts> schemas(CatalogQuery catalog) throws SQLException {
        List<SchemaFacts> found = new ArrayList<>();
        catalog.ofAny(SCHEMAS, row -> {
            String name = row.getString(1);
            SchemaFacts last = found.isEmpty() ? null : found.get(found.size() - 1);
            if (last == null || !last.name().equals(name)) {
                last = new SchemaFacts(name, row.getString(2), AccessCatalog.texts(row, 3), new ArrayList<>());
                found.add(last);
            }
            if (row.getBoolean(4)) {
                last.grants().add(grant(row, name));
            }
        });
        return found;
    }

    private static GrantFacts grant(ResultSet row, String schema) throws SQLException {
        return new GrantFacts(
                schema, "schema " + quote(schema), "create", row.getString(5), row.getString(6), row.getBoolean(7));
    }
}
