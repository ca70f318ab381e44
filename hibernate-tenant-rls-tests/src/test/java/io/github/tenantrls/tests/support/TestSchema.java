// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

/**
 * Row-level security by hand, as the design of the library has it, for tables that the library did not create and for
 * negative controls.
 *
 * <p>Table names are SQL, quoted where they need it; the tenant column is {@code tenant_id uuid}.
 */
public final class TestSchema {

    private static final String TENANT = "nullif(current_setting('app.current_tenant', true), '')::uuid";

    private final Database database;

    private TestSchema(Database database) {
        this.database = database;
    }

    public static TestSchema of(Database database) {
        return new TestSchema(database);
    }

    /** Creates a table as the owner, with a tenant column, and protects it. */
    public void table(String table, String columns) {
        database.sql(Role.OWNER, "create table " + table + " (" + columns + ")");
        addTenantColumn(table);
        protect(table);
    }

    /** Adds the tenant column, which fills itself. */
    public void addTenantColumn(String table) {
        database.sql(
                Role.OWNER,
                "alter table " + table + " add column tenant_id uuid not null",
                "alter table " + table + " alter column tenant_id set default " + TENANT,
                "create index on " + table + " (tenant_id)");
    }

    /** Policies for a table that has the tenant column. */
    public void protect(String table) {
        String condition = " using (tenant_id = " + TENANT + ") with check (tenant_id = " + TENANT + ")";
        database.sql(
                Role.OWNER,
                "alter table " + table + " enable row level security",
                "alter table " + table + " force row level security",
                "create policy tenant_isolation on " + table + condition,
                "create policy tenant_system on " + table + " to system using (true) with check (true)",
                "create policy tenant_floor on " + table + " as restrictive to app" + condition);
    }

    /** Drops all policies of a table and disables row-level security: what depends on it must fail now. */
    public void unprotect(String table) {
        database.sql(
                Role.OWNER,
                "do $$ declare p record; begin for p in select polname from pg_policy where polrelid = '"
                        + table.replace("'", "''") + "'::regclass loop execute format('drop policy %I on "
                        + table.replace("'", "''") + "', p.polname); end loop; end $$",
                "alter table " + table + " no force row level security",
                "alter table " + table + " disable row level security");
    }

    /** Inserts a row past all policies, for whatever tenant; {@code values} is SQL. */
    public void insert(String table, Object tenant, String columns, String values) {
        database.sql(
                Role.SUPERUSER,
                "insert into " + table + " (tenant_id, " + columns + ") values ('" + tenant + "', " + values + ")");
    }
}
