// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which tables are alike but for their names, so that no rule finds fault with one and not with the other.
 *
 * <p>A rule that reads a further fact of a table needs it here: among what is grouped by, or as a reason to be odd.
 */
final class TableShapes {

    /**
     * A row for each shape. A table is odd, and has a shape of its own, if something beside it has a say: children, views,
     * triggers, grants on columns, constraints that rows may break, large objects, other tables of its name, policies about more than the
     * tenant, keys without the tenant and what those refer to. Expressions are compared as trees: in them columns are numbers.
     */
    private static final String SHAPES = """
            with wanted as materialized (
              select w.position, w.tenant_column, c.oid, n.nspname, c.relname, c.relkind, c.relowner,
                     c.relacl::pg_catalog.text as acl, c.relrowsecurity, c.relforcerowsecurity, c.relhassubclass,
                     c.relhastriggers, a.attnum, a.attnotnull, a.atttypid, a.attgenerated, d.adbin::pg_catalog.text as filled
                from {tables}
                join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                left join pg_catalog.pg_attribute a
                  on a.attrelid = c.oid and a.attname = w.tenant_column and not a.attisdropped
                left join pg_catalog.pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum),
            policy as (
              select p.polrelid, pg_catalog.string_agg(pg_catalog.concat(
                       row (p.polname, p.polpermissive, p.polcmd, p.polroles), p.polqual, ' ', p.polwithcheck),
                       '' order by p.polname) as all
                from pg_catalog.pg_policy p
               group by p.polrelid),
            reference as (
              select a.position, k.conkey, b.position as target,
                     (pg_catalog.array_position(k.conkey, a.attnum)
                       = pg_catalog.array_position(k.confkey, b.attnum)) is true as with_tenant
                from pg_catalog.pg_constraint k
                join wanted a on a.oid = k.conrelid
                join wanted b on b.oid = k.confrelid
               where k.contype = 'f'),
            referring as (
              select r.position, pg_catalog.string_agg(r.target::pg_catalog.text, ',') as targets,
                     pg_catalog.array_agg(c.attnum) as columns
                from reference r
               cross join pg_catalog.unnest(r.conkey) as c (attnum)
               group by r.position),
            indexed as (
              select w.position,
                     pg_catalog.bool_or(i.indkey[0] = w.attnum and i.indisvalid and i.indpred is null
                       and m.amname in ('btree', 'hash')) as leads,
                     pg_catalog.bool_or(i.indisunique and not i.indisprimary and not coalesce(
                       (i.indkey::int2[])[0:i.indnkeyatts - 1]
                         && (w.attnum || (p.indkey::int2[] || r.columns)), false)) as lacks
                from wanted w
                join pg_catalog.pg_index i on i.indrelid = w.oid
                join pg_catalog.pg_class x on x.oid = i.indexrelid
                join pg_catalog.pg_am m on m.oid = x.relam
                left join pg_catalog.pg_index p on p.indrelid = w.oid and p.indisprimary
                left join referring r using (position)
               group by w.position),
            odd as (
              select w.oid
                from wanted w
                join indexed i using (position)
               where i.lacks
              union all
              select w.oid
                from reference r
                join wanted w on w.position in (r.position, r.target)
               where not r.with_tenant
              union all
              select p.polrelid
                from pg_catalog.pg_depend d
                join pg_catalog.pg_policy p on p.oid = d.objid
                join wanted w on w.oid = p.polrelid
               where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass
                 and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                 and (d.refobjid <> p.polrelid or d.refobjsubid <> 0 and d.refobjsubid is distinct from w.attnum)
              union all
              select d.refobjid
                from pg_catalog.pg_depend d
               where d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objid >= 16384
                 and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
              union all
              select inhrelid from pg_catalog.pg_inherits
              union all
              select conrelid from pg_catalog.pg_constraint where not convalidated
              union all
              select tgrelid from pg_catalog.pg_trigger where not tgisinternal
              union all
              select attrelid from pg_catalog.pg_attribute where attacl is not null
              union all
              select o.attrelid
                from pg_catalog.pg_type t
                join pg_catalog.pg_attribute o on o.atttypid = t.oid
               where 'pg_catalog.oid'::pg_catalog.regtype in (t.oid, t.typbasetype) and o.attnum > 0
                 and o.attrelid >= 16384
              union all
              select w.oid
                from wanted w
                join pg_catalog.pg_class s on s.relname = w.relname and s.oid <> w.oid
              union all
              select oid from wanted where relkind <> 'r' or relhassubclass)
            select pg_catalog.array_agg(w.position::int4 order by w.position),
                   pg_catalog.array_agg(w.nspname::pg_catalog.text order by w.position),
                   pg_catalog.array_agg(w.relname::pg_catalog.text order by w.position),
                   pg_catalog.array_agg(coalesce(r.targets, '') order by w.position),
                   pg_catalog.bool_or(w.oid in (select oid from odd)),
                   exists (select from pg_catalog.pg_proc f
                            where f.oid >= 16384 and (f.prosecdef or f.proleakproof))
              from wanted w
              left join referring r using (position)
              left join policy p on p.polrelid = w.oid
              left join indexed i using (position)
             group by w.tenant_column, w.nspname, w.relowner, w.acl, w.relrowsecurity, w.relforcerowsecurity, w.attnum,
                      w.attnotnull, w.atttypid, w.attgenerated, w.filled, p.all, i.leads,
                      case when w.oid in (select oid from odd) then w.position end""".replace("{tables}", CatalogQuery.WANTED);

    private final CatalogQuery catalog;
    private final String[] subjects;
    private final BitSet found = new BitSet();
    private final Set<Integer> samples = new TreeSet<>();

    private boolean odd;
    private boolean routines;

    private TableShapes(CatalogQuery catalog) {
        this.catalog = catalog;
        this.subjects = catalog.tables().stream().map(TenantTable::displayName).toArray(String[]::new);
    }

    static TableShapes read(CatalogQuery catalog) throws SQLException {
        TableShapes shapes = new TableShapes(catalog);
        catalog.ofTables(SHAPES, shapes::add);
        IntStream.rangeClosed(1, shapes.subjects.length)
                .filter(position -> !shapes.found.get(position))
                .forEach(shapes::addMissing);
        return shapes;
    }

    /** At least one table of each shape, in their order. */
    List<TenantTable> samples() {
        return samples.stream().map(catalog::table).toList();
    }

    /** What all tables are called, in their order. */
    List<String> subjects() {
        return List.of(subjects);
    }

    /** Whether there is anything but plain tables. */
    boolean odd() {
        return odd;
    }

    /** Whether there is a function or procedure that might reach a table with the rights of another role. */
    boolean routines() {
        return routines;
    }

    private void addMissing(int position) {
        samples.add(position);
        odd = true;
    }

    /** What only the mapping knows makes a difference too. */
    private void add(ResultSet row) throws SQLException {
        odd |= row.getBoolean(5);
        routines |= row.getBoolean(6);
        Integer[] positions = (Integer[]) row.getArray(1).getArray();
        List<String> schemas = CatalogQuery.texts(row, 2);
        List<String> names = CatalogQuery.texts(row, 3);
        List<String> targets = CatalogQuery.texts(row, 4);
        Set<List<Object>> known = new HashSet<>();
        for (int at = 0; at < positions.length; at++) {
            TenantTable table = catalog.table(positions[at]);
            found.set(positions[at]);
            subjects[positions[at] - 1] =
                    table.at(schemas.get(at), names.get(at)).displayName();
            if (known.add(List.of(table.columnType(), table.primary(), table.written()))) {
                samples.add(positions[at]);
                Stream.of(targets.get(at).split(","))
                        .filter(target -> !target.isEmpty())
                        .map(Integer::valueOf)
                        .forEach(samples::add);
            }
        }
    }
}
