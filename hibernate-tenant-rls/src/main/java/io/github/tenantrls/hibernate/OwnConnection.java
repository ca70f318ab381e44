// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.internal.jdbc.BoundConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.jdbc.spi.JdbcSessionOwner;
import org.hibernate.resource.jdbc.spi.LogicalConnectionImplementor;

/** Tells sessions that work on a connection of their own tenant's from those that share another one's, or were given one. */
final class OwnConnection {

    private final TenantColumnType type;

    OwnConnection(TenantColumnType type) {
        this.type = type;
    }

    /** Whether what the session reads is known to be its own tenant's. Sends nothing. */
    boolean isUsedBy(SharedSessionContractImplementor session) {
        JdbcCoordinator jdbc = session.getJdbcCoordinator();
        Object tenant = session.getTenantIdentifierValue();
        return isOf(tenant, jdbc.getJdbcSessionOwner(), session) && isBound(tenant, jdbc.getLogicalConnection());
    }

    /** A connection that is shared was got for the session whose it is. */
    private static boolean isOf(Object tenant, JdbcSessionOwner owner, SharedSessionContractImplementor session) {
        return owner == session
                || owner instanceof SharedSessionContractImplementor other
                        && tenant.equals(other.getTenantIdentifierValue());
    }

    /** What will be got is bound; what was given may be anything. */
    private boolean isBound(Object tenant, LogicalConnectionImplementor logical) {
        if (!logical.isPhysicallyConnected()) {
            return true;
        }
        Connection physical = logical.getPhysicalConnection();
        try {
            return physical.isWrapperFor(BoundConnection.class)
                    && physical.unwrap(BoundConnection.class).isFor(RlsConnectionProvider.tenantOrNull(tenant, type));
        } catch (SQLException | InvalidTenantException e) {
            return false; // a wrapper of somebody else's that does not say, or an identifier that is bound nowhere
        }
    }
}
