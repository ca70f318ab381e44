// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

/**
 * Whether a session of the system has taken on its role on one physical connection, within the transaction. Thread-safe;
 * what belongs together is done under the lock of the connection.
 */
final class SystemRole {

    private volatile boolean taken;
    private volatile boolean wasTaken;

    /** Whether statements may run as the system. */
    boolean isTaken() {
        return taken;
    }

    void take() {
        taken = true;
        wasTaken = true;
    }

    void giveBack() {
        taken = false;
    }

    /** A rollback to a savepoint may bring the role back. */
    void rolledBack() {
        taken = wasTaken;
    }

    /** No transaction is open, and the role was taken for one. */
    void idle() {
        taken = false;
        wasTaken = false;
    }
}
