// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.TenantsTable;
import io.github.tenantrls.schema.TenantTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the table of the tenants is. Immutable.
 *
 * @param sqlName its name in SQL, with the schema in which it is or will be
 * @param schema that schema
 * @param name its name, as the catalog holds it
 * @param exists whether there is one
 * @param rowSecurity whether row-level security is on
 * @param forced whether it is for the owner too
 * @param policies the names of its policies
 * @param lackingRuntime what the application's role lacks of what it needs
 * @param lackingSystem what the system's role lacks of what it needs
 */
record TenantsTableState(
        String sqlName,
        String schema,
        String name,
        boolean exists,
        boolean rowSecurity,
        boolean forced,
        List<String> policies,
        @Nullable String lackingRuntime,
        @Nullable String lackingSystem) {

    private static final String QUERY = """
            select pg_catalog.format('%I.%I', n.nspname, w.name), n.nspname, w.name, c.oid is not null,
                   c.relrowsecurity, c.relforcerowsecurity,
                   array(select p.polname::pg_catalog.text from pg_catalog.pg_policy p where p.polrelid = c.oid),
                   (select pg_catalog.string_agg(p, ', ') from pg_catalog.unnest(array['select']) as p
                     where pg_catalog.has_table_privilege(runtime.oid, c.oid, p) is not true),
                   (select pg_catalog.string_agg(p, ', ')
                      from pg_catalog.unnest(array['select', 'insert', 'update', 'delete']) as p
                     where pg_catalog.has_table_privilege(system.oid, c.oid, p) is not true)
              from (select ?::pg_catalog.text as sql_name, ?::pg_catalog.text as name,
                           nullif(?, '')::pg_catalog.text as schema) as w
              left join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.sql_name)
              left join pg_catalog.pg_namespace n
                on n.oid = c.relnamespace
                or c.oid is null and n.nspname = coalesce(w.schema, pg_catalog.current_schema())
              left join pg_catalog.pg_roles runtime on runtime.rolname = ?
              left join pg_catalog.pg_roles system on system.rolname = ?""";

    static TenantsTableState read(PlanCatalog catalog, RlsConfiguration settings) throws SQLException {
        TenantsTable table = settings.tenants();
        String schema = table.schema();
        return catalog.list(
                        QUERY,
                        TenantsTableState::of,
                        table.sqlName(),
                        table.name(),
                        schema == null ? "" : schema,
                        String.valueOf(settings.runtimeRole()),
                        String.valueOf(settings.system().policyRole()))
                .get(0);
    }

    private static TenantsTableState of(ResultSet row) throws SQLException {
        return new TenantsTableState(
                row.getString(1),
                String.valueOf(row.getString(2)),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getBoolean(6),
                PlanCatalog.texts(row, 7),
                row.getString(8),
                row.getString(9));
    }

    boolean is(TenantTable table) {
        return name.equals(table.name()) && schema.equals(table.schema());
    }
}
