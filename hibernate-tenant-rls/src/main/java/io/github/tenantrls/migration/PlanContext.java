// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTableDdl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is made from. Immutable.
 *
 * @param catalog the catalog, which stands still
 * @param session as whom and where it is planned
 * @param config what is to be isolated
 * @param settings the settings of the library
 * @param options how it is planned
 * @param tables the tenant-scoped tables, those before others whose tenants they tell
 * @param fills what fills them
 */
record PlanContext(
        PlanCatalog catalog,
        PlanSession session,
        IsolationConfig config,
        RlsConfiguration settings,
        PlanOptions options,
        List<TableState> tables,
        Fills fills) {

    TenantTableDdl ddl(TableState table) {
        return new TenantTableDdl(table.table(), settings.variable(), runtimeRole(), systemRole());
    }

    /** Whether rows of a table are to be filled one by one: a default that comes with the column is in all of them. */
    boolean backfills(TableState table) {
        return !table.isNotNull()
                && !table.isGenerated()
                && fills.of(table)
                        .filter(fill -> table.column() != null || !fill.constant())
                        .isPresent();
    }

    /** Whether policies that are forced hide rows of a table from the connection. */
    boolean isHidden(TableState table) {
        return !session.seesAll() && table.all().anyMatch(each -> each.rowSecurity() && each.forced());
    }

    @Nullable
    String runtimeRole() {
        return settings.runtimeRole();
    }

    @Nullable
    String systemRole() {
        return settings.system().policyRole();
    }
}
