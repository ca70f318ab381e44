// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads which functions and procedures do for the runtime role what it could not do by itself. */
final class RoutineCatalog {

    /** Escapes for a regular expression, in the dialect of the server. */
    private static final String NAME = """
            ('(^|[^[:alnum:]_$])' || pg_catalog.regexp_replace(s.relname, '([^[:alnum:]_])', '\\\\\\1', 'g')
              || '($|[^[:alnum:]_$])')""";

    /** The source without comments, as far as they can be told from texts without parsing it. */
    private static final String SOURCE = """
            pg_catalog.regexp_replace(
              pg_catalog.regexp_replace(p.prosrc, '/\\*[^'']*?\\*/', ' ', 'g'),
              '^([^''\\n-]*(?:-[^''\\n-]+)*)--[^\\n]*', '\\1', 'gn')""";

    /**
     * What a trigger function does is done whether or not it may be executed, so it is no reach of the role's. One in a
     * schema that is closed to the role is in reach where a view, an operator or another object has it by its number.
     */
    private static final String ROUTINES = "with recursive " + TenantSql.TENANT + ", " + TenantSql.POLICY + ", "
            + TenantSql.EXEMPT + """
            , source as (
              select t.oid as relid, t.oid as tenant, t.relname from tenant t
              union
              select v.oid, below.tenant, v.relname
                from source below
            """ + TenantSql.RULES_OVER + """
                join pg_catalog.pg_class v on v.oid = r.ev_class and v.relkind = 'v'
                 and
            """ + TenantSql.INVOKER + """
            ), routine as (
              select p.oid, n.nspname, p.proname, p.prokind, p.prosecdef, p.proleakproof, p.proowner, p.proargtypes,
                     p.prosecdef and p.prosqlbody is null and not pg_catalog.pg_has_role(p.proowner, 'usage')
                       and not exists (select from pg_catalog.unnest(p.proconfig) as c (entry)
                                        where pg_catalog.starts_with(c.entry, 'search_path=')) as open_path,
                     p.prorettype in ('pg_catalog.trigger'::pg_catalog.regtype,
                                      'pg_catalog.event_trigger'::pg_catalog.regtype) as fires,
                     case when l.lanname in ('c', 'internal') then '' else\s
            """ + SOURCE + """
             end as body
                from pg_catalog.pg_proc p
                join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                join pg_catalog.pg_language l on l.oid = p.prolang
               where (p.prosecdef or p.proleakproof) and p.oid >= 16384
                 and n.nspname not in ('pg_catalog', 'information_schema')
                 and not exists (select from pg_catalog.pg_depend d
                                  where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid
                                    and d.deptype = 'e')
                 and (pg_catalog.has_schema_privilege(n.oid, 'usage')
                   or exists (select from pg_catalog.pg_depend d
                               where d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.refobjid = p.oid
                                 and d.deptype = 'n'))
                 and pg_catalog.has_function_privilege(p.oid, 'execute'))
            select f.nspname, f.proname, f.prokind = 'p', pg_catalog.pg_get_userbyid(f.proowner), f.proleakproof,
                   f.open_path,
                   array(select tn.nspname::text
                           from pg_catalog.unnest(f.proargtypes) with ordinality as a (oid, position)
                           join pg_catalog.pg_type y on y.oid = a.oid
                           join pg_catalog.pg_namespace tn on tn.oid = y.typnamespace order by position),
                   array(select y.typname::text
                           from pg_catalog.unnest(f.proargtypes) with ordinality as a (oid, position)
                           join pg_catalog.pg_type y on y.oid = a.oid order by position),
                   array(select pg_catalog.format_type(a.oid, null)
                           from pg_catalog.unnest(f.proargtypes) with ordinality as a (oid, position)
                          order by position),
                   array(select distinct pg_catalog.concat(t.nspname, '.', t.relname)
                           from source s
                           join tenant t on t.oid = s.tenant
                          where f.prosecdef and not f.fires
                            and ((f.proowner, s.tenant) in (select role, relid from exempt)) is true
                            and (f.body ~*\s
            """ + NAME + """
                              or exists (select from pg_catalog.pg_depend d
                                          where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                                            and d.objid = f.oid
                                            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                            and d.refobjid = s.relid)))
              from routine f""";

    private RoutineCatalog() {}

    static List<RoutineFacts> read(CatalogQuery catalog) throws SQLException {
        List<RoutineFacts> found = new ArrayList<>();
        catalog.ofTables(ROUTINES, row -> found.add(routine(row)));
        return found;
    }

    private static RoutineFacts routine(ResultSet row) throws SQLException {
        String schema = row.getString(1);
        String name = row.getString(2);
        return new RoutineFacts(
                schema + "." + name + "(" + String.join(", ", AccessCatalog.texts(row, 9)) + ")",
                schema,
                (row.getBoolean(3) ? "procedure " : "function ") + quote(schema) + "." + quote(name) + "("
                        + types(AccessCatalog.texts(row, 7), AccessCatalog.texts(row, 8)) + ")",
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                AccessCatalog.texts(row, 10));
    }

    private static String types(List<String> schemas, List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(position -> quote(schemas.get(position)) + "." + quote(names.get(position)))
                .collect(Collectors.joining(", "));
    }
}
