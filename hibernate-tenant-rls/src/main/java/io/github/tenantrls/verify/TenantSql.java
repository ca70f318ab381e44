// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** Common table expressions about the tables of {@link CatalogQuery#WANTED}; each needs those before it. */
final class TenantSql {

    /** {@code tenant}: the tables that exist. */
    static final String TENANT = """
            tenant as (
              select c.oid, n.oid as schema, n.nspname, c.relname, c.relowner, c.relacl, c.relrowsecurity,
                     c.relforcerowsecurity, a.attnum
                from %s
                join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                left join pg_catalog.pg_attribute a
                  on a.attrelid = c.oid and a.attname = w.tenant_column and not a.attisdropped)
            """.formatted(CatalogQuery.WANTED);

    /**
     * {@code policy}: their policies, once for each role that they are for (0 is PUBLIC). Those of other roles are not
     * read further: they isolate if they use the tenant column, and a setting or somebody's function.
     */
    static final String POLICY = """
            policy as (
              select p.polrelid, p.polpermissive, r.oid as role,
                     exists (select from pg_catalog.pg_depend d
                              where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
                                and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                and d.refobjid = p.polrelid and d.refobjsubid = t.attnum)
                       and (pg_catalog.strpos(pg_catalog.concat(
                              pg_catalog.pg_get_expr(p.polqual, p.polrelid),
                              pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)), 'current_setting') > 0
                         or exists (select from pg_catalog.pg_depend d
                                     where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
                                       and d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass)) as isolates,
                     exists (select from pg_catalog.unnest(p.polroles) as m (oid)
                              where m.oid = 0 or pg_catalog.pg_has_role(m.oid, 'usage')) as mine
                from tenant t
                join pg_catalog.pg_policy p on p.polrelid = t.oid
               cross join pg_catalog.unnest(p.polroles) as r (oid))
            """;

    /**
     * {@code exempt}: which other role sees more of a table than the current tenant's rows, although row-level security
     * is on: by an attribute, as owner without FORCE, or by a policy of its own that no restrictive one holds back. A
     * policy that is for the role that asks too is a fault by itself. Ask for membership by {@code (.. in ..) is true}:
     * it is hashed then, where a join would compare all with all, since the planner expects few.
     */
    static final String EXEMPT = """
            exempt as (
              select o.oid as role, t.oid as relid
                from tenant t
                join pg_catalog.pg_roles o
                  on o.rolsuper or o.rolbypassrls
                  or not t.relforcerowsecurity and pg_catalog.pg_has_role(o.oid, t.relowner, 'usage')
               where t.relrowsecurity and o.rolname <> current_user
              union
              select o.oid, t.oid
                from tenant t
                join policy p on p.polrelid = t.oid and p.polpermissive and not p.isolates and not p.mine
                join pg_catalog.pg_roles o on pg_catalog.pg_has_role(o.oid, p.role, 'usage')
               where t.relrowsecurity and o.rolname <> current_user
                 and not exists (select from policy f
                                  where f.polrelid = t.oid and not f.polpermissive and f.isolates
                                    and (f.role = 0 or pg_catalog.pg_has_role(o.oid, f.role, 'usage'))))
            """;

    /** Joins from a relation {@code below.relid} to the rules {@code r}, views among them, that use it. */
    static final String RULES_OVER = """
            join pg_catalog.pg_depend d on d.refobjid = below.relid
             and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
             and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
            join pg_catalog.pg_rewrite r on r.oid = d.objid and r.ev_class <> below.relid
            """;

    /** Whether the relation {@code v} is a view that uses the rights of whoever asks; there are none before 15. */
    static final String INVOKER = """
            exists (select from pg_catalog.pg_options_to_table(v.reloptions)
                     where option_name = 'security_invoker' and option_value::boolean)
            """;

    private TenantSql() {}
}
