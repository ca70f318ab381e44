// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Stands for a connection that a pool has lent and that works for a tenant. What is kept for as long as the driver's
 * connection lives knows this alone: it does not lead there.
 */
final class Lent extends WeakReference<Connection> {

    private final String tenant;

    /**
     * @param tenant the key of the tenant
     */
    Lent(String tenant, Connection pooled) {
        super(pooled);
        this.tenant = tenant;
    }

    String tenant() {
        return tenant;
    }

    /** Whether nobody can use it any more, as far as can be seen. */
    boolean isGone() {
        Connection pooled = get();
        try {
            return pooled == null || pooled.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }
}
