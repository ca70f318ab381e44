// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.util.List;

/** What is defined in a database, as texts that can be compared. */
final class Catalogs {

    private static final String EVERYTHING =
            """
            with rel as (
              select c.*, format('%I.%I', n.nspname, c.relname) as name
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast'))
            select format('relation %s %s rls=%s force=%s options=%s acl=%s owner=%s', name, relkind, relrowsecurity,
                     relforcerowsecurity, reloptions,
                     array(select a::text from unnest(relacl) a where grantee_of(a) <> relowner order by 1), relowner::regrole)
              from rel where relkind <> 'i' and relkind <> 'I'
            union all
            select format('column %s.%I %s notnull=%s default=%s acl=%s', name, a.attname, format_type(a.atttypid, a.atttypmod),
                     a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attacl)
              from rel join pg_attribute a on a.attrelid = rel.oid and a.attnum > 0 and not a.attisdropped
              left join pg_attrdef d on d.adrelid = rel.oid and d.adnum = a.attnum
             where relkind in ('r', 'p', 'v')
            union all
            select format('constraint %s %I %s valid=%s', name, k.conname, pg_get_constraintdef(k.oid), k.convalidated)
              from rel join pg_constraint k on k.conrelid = rel.oid
            union all
            select format('index %s valid=%s', pg_get_indexdef(i.indexrelid), i.indisvalid)
              from rel join pg_index i on i.indrelid = rel.oid where rel.relkind in ('r', 'p')
            union all
            select format('policy %s %I %s %s %s %s %s', name, p.polname, p.polcmd, p.polpermissive,
                     array(select r::regrole::text from unnest(p.polroles) r order by 1),
                     pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
              from rel join pg_policy p on p.polrelid = rel.oid
            union all
            select format('trigger %s %s', name, pg_get_triggerdef(g.oid))
              from rel join pg_trigger g on g.tgrelid = rel.oid where not g.tgisinternal
            union all
            select format('function %s', p.oid::regprocedure)
              from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname not in ('pg_catalog', 'information_schema')
            union all
            select format('schema %I %s', nspname, array(select a::text from unnest(nspacl) a
                     where grantee_of(a) <> nspowner order by 1))
              from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
            order by 1""".replace("grantee_of(a)", "(select g.grantee from aclexplode(array[a]) g limit 1)");

    private Catalogs() {}

    /** All relations, columns, constraints, indexes, policies, triggers, functions and privileges but the owner's own. */
    static List<String> of(Database database) {
        return List.copyOf(database.query(Role.SUPERUSER, EVERYTHING));
    }
}
