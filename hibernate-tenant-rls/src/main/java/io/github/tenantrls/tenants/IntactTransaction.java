// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.Session;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Whether a transaction can still be committed. PostgreSQL rolls one back in which a statement has failed, whatever it is
 * told, and pgjdbc 42.7.14 lets the commit return as if it had been one (measured).
 */
final class IntactTransaction {

    private IntactTransaction() {}

    /**
     * Requires that no statement has failed in a session's transaction, without asking the server. With another driver than
     * pgjdbc it cannot be known.
     *
     * @throws TenantRlsException if one has
     */
    static void require(EntityManager session, String unit) {
        session.unwrap(Session.class).doWork(connection -> {
            if (isFailed(connection)) {
                throw new TenantRlsException(
                        "Persistence unit " + unit + ": the database has refused a statement, and the"
                                + " action went on as if it had not, but PostgreSQL can only roll its transaction back; let the"
                                + " exception out of the action, or roll back to a savepoint from before the statement");
            }
        });
    }

    private static boolean isFailed(Connection connection) throws SQLException {
        return connection.isWrapperFor(BaseConnection.class)
                && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED;
    }
}
