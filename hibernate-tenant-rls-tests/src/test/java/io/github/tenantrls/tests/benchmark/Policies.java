// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTableDdl;
import java.util.List;
import java.util.Set;

/** The statements that isolate a table, as the library writes them, and as Better Tenant does. */
public final class Policies {

    private static final String APP = "app";

    private Policies() {}

    /** All that the library does to a table: the column, its index, the policies, for the role of the application. */
    public static List<String> ofLibrary(String table) {
        return List.of(library(table).migration(" "));
    }

    /** The condition of the library's policies, in parentheses. */
    static String libraryCondition(String table) {
        return library(table).condition();
    }

    private static TenantTableDdl library(String table) {
        TenantTable scoped = new TenantTable(
                null, null, table, Set.of(), TenantRlsSettings.DEFAULT_COLUMN, TenantColumnType.UUID, true, false);
        return new TenantTableDdl(scoped, TenantRlsSettings.DEFAULT_VARIABLE, APP, null);
    }

    /** Better Tenant's condition: the column as text, or a bypass. */
    public static String betterTenantCondition() {
        return "(tenant_id::text = current_setting('app.current_tenant', true)"
                + " or current_setting('app.bypass_rls', true) = 'true')";
    }

    /** All that Better Tenant does to a table that has none of it, with the index that the others have. */
    static List<String> ofBetterTenant(String table) {
        String condition = betterTenantCondition();
        return List.of(
                "alter table " + table + " add column tenant_id uuid not null",
                "create index on " + table + " (tenant_id)",
                "alter table " + table + " enable row level security",
                "alter table " + table + " force row level security",
                "create policy rls_tenant on " + table + " using " + condition + " with check " + condition,
                "create or replace function set_tenant_id() returns trigger language plpgsql as $$ begin"
                        + " if new.tenant_id is null then"
                        + " new.tenant_id := current_setting('app.current_tenant', true)::uuid; end if;"
                        + " return new; end $$",
                "create trigger set_tenant_id before insert on " + table
                        + " for each row execute function set_tenant_id()");
    }
}
