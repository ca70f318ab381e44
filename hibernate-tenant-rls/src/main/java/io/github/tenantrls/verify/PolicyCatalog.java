// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the policies of all tables. */
final class PolicyCatalog {

    /** That an expression uses a column is a fact of the catalog: the policy depends on it. */
    private static final String POLICIES = """
            select w.position, p.polname, p.polpermissive,
                   0 = any (p.polroles) or exists (
                     select from pg_catalog.unnest(p.polroles) as role (oid)
                      where oid <> 0 and pg_catalog.pg_has_role(oid, 'usage')),
                   exists (
                     select from pg_catalog.pg_depend d
                       join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                      where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
                        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = p.polrelid
                        and a.attname = w.tenant_column)
              from %s
              join pg_catalog.pg_policy p on p.polrelid = pg_catalog.to_regclass(w.name)
             order by p.polname""".formatted(CatalogQuery.WANTED);

    private PolicyCatalog() {}

    /** The policies of each table that has some, by the table's number. */
    static Map<Integer, List<PolicyFacts>> read(CatalogQuery catalog) throws SQLException {
        Map<Integer, List<PolicyFacts>> found = new HashMap<>();
        catalog.ofTables(
                POLICIES,
                row -> found.computeIfAbsent(row.getInt(1), position -> new ArrayList<>())
                        .add(new PolicyFacts(
                                row.getString(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5))));
        return found;
    }
}
