// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTableDdl;
import io.github.tenantrls.verify.CatalogFacts.PolicyFacts;
import io.github.tenantrls.verify.CatalogFacts.RoleFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the catalog as the role of a connection sees it, in three queries however many tables there are.
 *
 * <p>Needs no privileges: all of it is readable for everybody.
 */
final class Catalog {

    private static final String ROLE = """
            select rolname, rolsuper, rolbypassrls, pg_catalog.current_setting('search_path'),
                   pg_catalog.current_setting('server_version')
              from pg_catalog.pg_roles
             where rolname = current_user""";

    /** Names are looked up as they are for a statement of the application: through the search path of the connection. */
    private static final String TABLES = """
            select w.position, n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
                   pg_catalog.pg_has_role(c.relowner, 'usage'), a.attnum is not null
              from rows from (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]))
                   with ordinality as w (name, tenant_column, position)
              join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_attribute a
                on a.attrelid = c.oid and a.attname = w.tenant_column and not a.attisdropped""";

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
              from rows from (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]))
                   with ordinality as w (name, tenant_column, position)
              join pg_catalog.pg_policy p on p.polrelid = pg_catalog.to_regclass(w.name)
             order by p.polname""";

    private final Connection connection;
    private final List<TenantTable> tables;
    private final Function<TenantTable, TenantTableDdl> ddl;

    /**
     * Prepares to read about some tables.
     *
     * @param connection logged in as the application is
     * @param tables the tables
     * @param ddl the statements for a table
     */
    Catalog(Connection connection, List<TenantTable> tables, Function<TenantTable, TenantTableDdl> ddl) {
        this.connection = connection;
        this.tables = tables;
        this.ddl = ddl;
    }

    CatalogFacts read() throws SQLException {
        RoleFacts role = role();
        Map<Integer, TableFacts> found = tables(policies());
        List<TableFacts> all = new ArrayList<>();
        for (int position = 1; position <= tables.size(); position++) {
            TableFacts facts = found.get(position);
            all.add(facts == null ? missing(tables.get(position - 1)) : facts);
        }
        return new CatalogFacts(role, all);
    }

    private RoleFacts role() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROLE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new RoleFacts(
                    row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getString(4), row.getString(5));
        }
    }

    private Map<Integer, TableFacts> tables(Map<Integer, List<PolicyFacts>> policies) throws SQLException {
        Map<Integer, TableFacts> found = new HashMap<>();
        forEach(TABLES, row -> {
            int position = row.getInt(1);
            TenantTable table = tables.get(position - 1).at(row.getString(2), row.getString(3));
            found.put(position, facts(row, table, policies.getOrDefault(position, List.of())));
        });
        return found;
    }

    private TableFacts facts(ResultSet row, TenantTable table, List<PolicyFacts> policies) throws SQLException {
        return new TableFacts(
                table,
                ddl.apply(table),
                true,
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                policies);
    }

    private TableFacts missing(TenantTable table) {
        return new TableFacts(table, ddl.apply(table), false, "", false, false, false, false, List.of());
    }

    private Map<Integer, List<PolicyFacts>> policies() throws SQLException {
        Map<Integer, List<PolicyFacts>> found = new HashMap<>();
        forEach(
                POLICIES,
                row -> found.computeIfAbsent(row.getInt(1), position -> new ArrayList<>())
                        .add(new PolicyFacts(
                                row.getString(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5))));
        return found;
    }

    private void forEach(String query, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("text", texts(TenantTable::sqlName)));
            statement.setArray(2, connection.createArrayOf("text", texts(TenantTable::column)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    private Object[] texts(Function<TenantTable, String> text) {
        return tables.stream().map(text).toArray();
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
