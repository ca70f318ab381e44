// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SqlName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the policies of all tables. */
final class PolicyCatalog {

    /**
     * That a policy uses a column or another table is a fact of the catalog: it depends on it. It depends on functions
     * too, but not on those of the server; so they are taken from where the stored expressions name them.
     */
    private static final String POLICIES = """
            select w.position, p.polname, p.polpermissive, p.polcmd, c.relname, pg_catalog.pg_get_userbyid(c.relowner),
                   pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
                   a.attnotnull and not exists (
                     select from pg_catalog.pg_constraint k
                      where k.conrelid = a.attrelid and k.contype = 'n' and k.conkey = array[a.attnum]
                        and not k.convalidated),
                   case when t.typtype <> 'd'
                        then array[pg_catalog.format_type(a.atttypid, a.atttypmod), case when t.typname = 'varchar' then 'text' end]
                        else array(
                          with recursive base (oid) as (
                            select t.oid
                            union
                            select b.typbasetype from base join pg_catalog.pg_type b on b.oid = base.oid
                             where b.typbasetype <> 0)
                          select case when oid = 'pg_catalog.varchar'::pg_catalog.regtype then 'text'
                                      else pg_catalog.format_type(oid, null) end
                            from base) end,
                   array(
                     select u.attname from pg_catalog.pg_depend d
                       join pg_catalog.pg_attribute u on u.attrelid = d.refobjid and u.attnum = d.refobjsubid
                      where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
                        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = p.polrelid),
                   array(
                     select distinct d.refobjid::pg_catalog.regclass::pg_catalog.text from pg_catalog.pg_depend d
                       join pg_catalog.pg_class r on r.oid = d.refobjid and r.relkind in ('r', 'p', 'v', 'm', 'f')
                      where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
                        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid <> p.polrelid),
                   array(
                     select array[f.proname::pg_catalog.text, pg_catalog.format('%%I.%%I(%%s)', n.nspname, f.proname,
                                    pg_catalog.pg_get_function_identity_arguments(f.oid)),
                                  (f.oid >= 16384)::pg_catalog.text, f.provolatile::pg_catalog.text,
                                  (pg_catalog.pg_has_role(f.proowner, 'member') and not me.rolsuper)::pg_catalog.text, l.lanname::pg_catalog.text,
                                  pg_catalog.format_type(f.prorettype, null),
                                  coalesce(pg_catalog.pg_get_function_sqlbody(f.oid), f.prosrc)]
                       from pg_catalog.pg_proc f
                       join pg_catalog.pg_namespace n on n.oid = f.pronamespace
                       join pg_catalog.pg_language l on l.oid = f.prolang
                      where (f.oid >= 16384 or f.provolatile = 'v')
                        and f.oid in (
                          select pg_catalog.split_part(part, ' ', 1)::pg_catalog.oid
                            from pg_catalog.unnest(pg_catalog.string_to_array(
                                   pg_catalog.concat(p.polqual, ' ', p.polwithcheck), 'funcid '))
                              with ordinality as named (part, place)
                           where place > 1)
                      order by f.oid),
                   p.polroles && array[0, me.oid],
                   array(
                     select pg_catalog.pg_get_userbyid(role) from pg_catalog.unnest(p.polroles) as r (role)
                      where role = me.oid or role <> 0 and pg_catalog.pg_has_role(role, 'usage') and not me.rolsuper),
                   array(
                     select pg_catalog.format('revoke %%I from %%I', g.rolname, me.rolname)
                              || case when pg_catalog.current_setting('server_version_num')::pg_catalog.int4 >= 160000
                                   then pg_catalog.format(' granted by %%I', pg_catalog.pg_get_userbyid(m.grantor))
                                   else '' end
                       from pg_catalog.pg_auth_members m
                       join pg_catalog.pg_roles g on g.oid = m.roleid
                      where m.member = me.oid and pg_catalog.pg_has_role(g.oid, 'usage')
                        and exists (
                          select from pg_catalog.unnest(p.polroles) as r (role)
                           where role <> 0 and pg_catalog.pg_has_role(g.oid, role, 'usage'))),
                   0 = any (p.polroles) or exists (
                     select from pg_catalog.unnest(p.polroles) as r (role)
                       join pg_catalog.pg_roles configured on configured.rolname = %s
                      where role <> 0 and pg_catalog.pg_has_role(configured.oid, role, 'usage')),
                   pg_catalog.concat(
                     case when pg_catalog.has_any_column_privilege(c.oid, 'select') then 'r' end,
                     case when pg_catalog.has_any_column_privilege(c.oid, 'insert') then 'a' end,
                     case when pg_catalog.has_any_column_privilege(c.oid, 'update') then 'w' end,
                     case when pg_catalog.has_table_privilege(c.oid, 'delete') then 'd' end),
                   not exists (
                     select from pg_catalog.pg_collation l where l.oid = a.attcollation and not l.collisdeterministic)
                   and not exists (
                     select from pg_catalog.pg_operator o
                      where o.oid >= 16384 and o.oprname = '='
                        and not exists (
                          select from pg_catalog.pg_amop m
                            join pg_catalog.pg_am i on i.oid = m.amopmethod and i.amname in ('btree', 'hash')
                           where m.amopopr = o.oid and m.amopstrategy = case i.amname when 'hash' then 1 else 3 end)
                        and o.oid in (
                          select pg_catalog.split_part(part, ' ', 1)::pg_catalog.oid
                            from pg_catalog.unnest(pg_catalog.string_to_array(
                                   pg_catalog.concat(p.polqual, ' ', p.polwithcheck), ':opno '))
                              with ordinality as named (part, place)
                           where place > 1)),
                   exists (
                     select from pg_catalog.unnest(p.polroles) as r (role)
                       join pg_catalog.pg_roles system on system.rolname = %s
                      where role <> 0 and pg_catalog.pg_has_role(system.oid, role, 'usage')),
                   0 = any (p.polroles)
              from %s
              join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)
              join pg_catalog.pg_policy p on p.polrelid = c.oid
              join pg_catalog.pg_roles me on me.rolname = current_user
              left join pg_catalog.pg_attribute a
                on a.attrelid = c.oid and a.attname = w.tenant_column and not a.attisdropped
              left join pg_catalog.pg_type t on t.oid = a.atttypid
             order by p.polname""";

    private final CatalogQuery catalog;
    private final RlsConfiguration configuration;
    private final RoleFacts role;

    PolicyCatalog(CatalogQuery catalog, RlsConfiguration configuration, RoleFacts role) {
        this.catalog = catalog;
        this.configuration = configuration;
        this.role = role;
    }

    /** The policies of each table that has some, by the table's number. */
    Map<Integer, TablePolicies> read() throws SQLException {
        Map<Integer, TablePolicies> found = new HashMap<>();
        String configured = literal(configuration.runtimeRole());
        String system = literal(configuration.system().policyRole());
        catalog.ofTables(POLICIES.formatted(configured, system, CatalogQuery.WANTED), row -> {
            PolicyFacts policy = policy(row, catalog.table(row.getInt(1)).column());
            TablePolicies one =
                    new TablePolicies(List.of(policy), row.getString(6), PolicyCommand.of(row.getString(18)));
            found.merge(row.getInt(1), one, TablePolicies::plus);
        });
        return found;
    }

    private static String literal(@Nullable String name) {
        return name == null ? "null" : SqlName.literal(name);
    }

    private PolicyFacts policy(ResultSet row, String column) throws SQLException {
        PolicyScope scope = new PolicyScope(
                row.getString(5),
                column,
                row.getBoolean(9),
                texts(row, 10).collect(Collectors.toSet()),
                row.getBoolean(19),
                texts(row, 11).collect(Collectors.toSet()),
                Stream.of(role.name(), role.login()).collect(Collectors.toSet()),
                configuration.variable(),
                elements(row, 13)
                        .map(String[].class::cast)
                        .map(FunctionFacts::of)
                        .toList(),
                texts(row, 12).toList());
        return new PolicyFacts(
                row.getString(2),
                row.getBoolean(3),
                PolicyCommand.of(row.getString(4)),
                audience(row),
                expression(row.getString(7), scope),
                expression(row.getString(8), scope),
                scope);
    }

    private PolicyAudience audience(ResultSet row) throws SQLException {
        Set<String> through = texts(row, 15).collect(Collectors.toSet());
        boolean forAssumed = role.system()
                .filter(system -> system.assumed() && through.equals(Set.of(system.name())))
                .isPresent();
        return new PolicyAudience(
                row.getBoolean(14),
                through,
                forAssumed ? role.inheritNoMore(through) : texts(row, 16).toList(),
                row.getBoolean(17),
                row.getBoolean(20),
                row.getBoolean(21));
    }

    private static Optional<PolicyExpression> expression(@Nullable String sql, PolicyScope scope) {
        return Optional.ofNullable(sql).map(text -> new PolicyExpression(text, scope));
    }

    private static Stream<String> texts(ResultSet row, int column) throws SQLException {
        return elements(row, column).flatMap(element -> Stream.ofNullable((String) element));
    }

    private static Stream<?> elements(ResultSet row, int column) throws SQLException {
        return Arrays.stream((Object[]) row.getArray(column).getArray());
    }
}
