// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.internal.tenants.UnitConnections;
import io.github.tenantrls.schema.TenantTable;
import java.sql.SQLException;
import java.util.List;

/** Deletes the rows of one tenant, in batches, and the tenant last. For one use. */
final class TenantDeletion {

    /** What is inserted meanwhile is deleted again so many times. */
    private static final int PASSES = 3;

    private final UnitConnections connections;
    private final TenantStore store;
    private final TenantRows rows;
    private final DeleteOptions options;

    TenantDeletion(UnitConnections connections, TenantStore store, TenantRows rows, DeleteOptions options) {
        this.connections = connections;
        this.store = store;
        this.rows = rows;
        this.options = options;
    }

    /**
     * Deletes it all.
     *
     * @return the tenant as it was
     * @throws TenantHasRowsException if there are rows nevertheless
     */
    Tenant run(String reason) throws SQLException {
        return TenantContext.<Tenant, SQLException>callAsSystem(reason, () -> {
            List<Reference> references =
                    connections.inTransaction(connection -> References.read(connection, rows.owner(), rows.tables()));
            List<List<TenantTable>> order = DeletionOrder.of(rows.tables(), references);
            for (int pass = 1; pass <= PASSES; pass++) {
                deleteRows(order, references);
                if (connections.inTransaction(rows::areGone)) {
                    break;
                }
            }
            return connections.inTransaction(connection -> {
                rows.refuseAny(connection);
                return store.delete(connection, rows.tenant());
            });
        });
    }

    private void deleteRows(List<List<TenantTable>> order, List<Reference> references) throws SQLException {
        for (List<TenantTable> group : order) {
            new GroupDeletion(connections, rows, group, references, options).run();
        }
    }
}
