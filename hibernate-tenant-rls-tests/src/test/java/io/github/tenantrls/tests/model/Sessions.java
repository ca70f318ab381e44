// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import java.sql.SQLException;
import org.postgresql.core.TransactionState;

/** For whom the work is, and for whom a session is. */
final class Sessions {

    private Sessions() {}

    static void switchTenant(World world, Session session, int choice) {
        world.switchTo(choice % 2 == 0 ? null : World.tenant(choice / 2));
    }

    /** Gives a connection back in whatever state it is, and takes another on the same physical one. */
    static void reopen(World world, Session session, int choice) throws SQLException {
        session.connection.close();
        if (session.tenant != null && session.lane.state != TransactionState.IDLE) {
            session.lane.gone.add(session.tenant);
        }
        world.reopen(session, World.tenant(choice));
    }
}
