// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

/**
 * The query for foreign keys between tables of tenants that do not compare the tenant. The server checks keys without
 * policies, so by such a key a row of one tenant can refer to a row of another.
 *
 * <p>Not among them are keys that the server does not enforce, and keys of periods. For PostgreSQL 14 and later: what the
 * catalog has only since a later version is read by its name, as JSON.
 */
public final class TenantKeys {

    private static final String QUERY = """
            with tenant_table as (
              select distinct on (c.oid) w.position, c.oid, coalesce(a.attnum, 0::int2) as attnum, w.tenant_column, t.typcategory,
                     c.relname, c.relkind, n.nspname,
                     pg_catalog.format('%s.%s', n.nspname, c.relname) as display_name,
                     pg_catalog.format('%I.%I', n.nspname, c.relname) as name, pg_catalog.quote_ident(w.tenant_column) as tenant
                from {tables}
                join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name) and c.relkind in ('r', 'p')
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                {column} join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = w.tenant_column and not a.attisdropped
                {column} join pg_catalog.pg_type t on t.oid = a.atttypid
               order by c.oid, w.position),
            foreign_key as (
              select k.*, coalesce(nullif(later.confdelsetcols, '{}'), k.conkey) as emptied
                from pg_catalog.pg_constraint k,
                     pg_catalog.jsonb_to_record(pg_catalog.to_jsonb(k))
                       as later (conenforced boolean, conperiod boolean, confdelsetcols int2[])
               where k.contype = 'f' and k.conparentid = 0
                 and later.conenforced is not false and later.conperiod is not true),
            tenant_key as (
              select k.*, r.position, r.name as own, r.relkind as own_kind, r.tenant as own_tenant, t.oid as other_oid, t.name as other,
                     t.tenant as other_tenant, t.attnum as other_attnum, t.position as other_position,
                     t.display_name as referenced_table,
                     pg_catalog.concat_ws('_', t.relname, t.tenant_column, c.plain, 'key') as index_name, c.*,
                     r.attnum <> all (k.conkey) and t.attnum <> all (k.confkey) and coalesce(r.typcategory = t.typcategory, true)
                       and k.confupdtype not in ('n', 'd')
                       and (k.confdeltype not in ('n', 'd')
                         or pg_catalog.current_setting('server_version_num')::int >= 150000)
                       and (k.confmatchtype <> 'f' or pg_catalog.cardinality(k.conkey) = 1 or c.all_given) as composable
                from foreign_key k
                join tenant_table r on r.oid = k.conrelid
                join tenant_table t on t.oid = k.confrelid
                cross join lateral (
                  select pg_catalog.string_agg(pg_catalog.quote_ident(ra.attname), ', ' order by p.number) as columns,
                         pg_catalog.string_agg(pg_catalog.quote_ident(ta.attname), ', ' order by p.number) as referenced,
                         pg_catalog.string_agg(pg_catalog.quote_ident(ta.attname), ', ' order by ta.attnum) as unique_columns,
                         pg_catalog.string_agg(ta.attname, '_' order by ta.attnum) as plain,
                         pg_catalog.string_agg(pg_catalog.quote_ident(ra.attname), ', ' order by p.number)
                           filter (where ra.attnum = any (k.emptied)) as emptied_columns,
                         pg_catalog.bool_and(ra.attnotnull) as all_given,
                         pg_catalog.bool_or(p.own = r.attnum and p.other = t.attnum) as with_tenant
                    from rows from (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey))
                      with ordinality as p (own, other, number)
                    join pg_catalog.pg_attribute ra on ra.attrelid = k.conrelid and ra.attnum = p.own
                    join pg_catalog.pg_attribute ta on ta.attrelid = k.confrelid and ta.attnum = p.other) c
               where not c.with_tenant),
            named_key as (
              select *, case when pg_catalog.octet_length(index_name) < 64 then index_name
                          else 'tenant_' || pg_catalog.md5(index_name) end as short_name,
                     composable and not exists (
                       select from pg_catalog.pg_index i
                        where i.indrelid = other_oid and i.indisunique and i.indisvalid and i.indimmediate
                          and i.indpred is null and i.indexprs is null
                          and i.indnkeyatts = pg_catalog.cardinality(confkey) + 1
                          and (i.indkey::int2[])[0:i.indnkeyatts - 1] @> (confkey || other_attnum)) as needs_index,
                     pg_catalog.format('foreign key (%s, %s) references %s (%s, %s)',
                         own_tenant, columns, other, other_tenant, referenced)
                       || case when confmatchtype = 'f' and pg_catalog.cardinality(conkey) > 1 then ' match full' else '' end
                       || case confupdtype when 'r' then ' on update restrict' when 'c' then ' on update cascade' else '' end
                       || case confdeltype when 'r' then ' on delete restrict' when 'c' then ' on delete cascade'
                          when 'n' then ' on delete set null (' || emptied_columns || ')'
                          when 'd' then ' on delete set default (' || emptied_columns || ')' else '' end
                       || case when condeferrable then ' deferrable' else '' end
                       || case when condeferred then ' initially deferred' else '' end as definition
                from tenant_key),
            step as (
              select position, conname, columns, referenced_table,
                     confdeltype in ('c', 'n', 'd') or confupdtype in ('c', 'n', 'd') as acts, composable,
                     oid, own, own_kind, other, other_position, other_tenant, unique_columns, convalidated, needs_index,
                     short_name, definition,
                     case when needs_index then pg_catalog.format('create unique index if not exists %I on %s (%s, %s)',
                       short_name, other, other_tenant, unique_columns) end as index_step,
                     case when composable then pg_catalog.format(
                       'alter table %1$s drop constraint %2$I, add constraint %2$I ', own, conname) || definition
                       || case when convalidated then '' else ' not valid' end end as key_step
                from named_key)""";

    private TenantKeys() {}

    /**
     * The beginning of a query, to be followed by a {@code select} from {@code step}, which has a row for each key.
     *
     * <p>Its columns: {@code position} (the number of the table), {@code conname}, {@code columns}, {@code
     * referenced_table}; {@code acts} (whether it changes rows when the one referred to is deleted or changed); {@code
     * composable} (whether the key can compare the tenant too and else be as it is) and if so {@code key_step}, the
     * statement that makes it so, and {@code index_step}, the one to run before, or null.
     *
     * @param tables takes the place of a table, is called {@code w} and has the columns {@code name}, {@code
     *     tenant_column} and {@code position}
     * @return common table expressions
     */
    public static String query(String tables) {
        return QUERY.replace("{tables}", tables).replace("{column}", "");
    }

    /**
     * As {@link #query}, for tables that may still lack their tenant columns, and what a migration by small steps needs.
     *
     * <p>Further columns: {@code oid} of the key, {@code own} (the table's name in SQL), {@code own_kind}, {@code
     * convalidated} and {@code definition} (of the key to be, without what it does about rows that are there); {@code
     * needs_index}, and of the unique index {@code other} (the referenced table's name in SQL), {@code other_position} (its
     * number), {@code short_name}, {@code other_tenant} and {@code unique_columns}.
     *
     * @param tables as there
     * @return common table expressions
     */
    public static String planned(String tables) {
        return QUERY.replace("{tables}", tables).replace("{column}", "left");
    }
}
