// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which role of the system's is taken on, on one physical connection, within the transaction. Thread-safe; what belongs
 * together is done under the lock of the connection.
 */
final class SystemRole {

    /** Some role that was taken on before, or none. */
    private static final String UNKNOWN = "";

    private volatile @Nullable String taken;
    private volatile boolean wasTaken;

    /** Whether statements may run as the system. */
    boolean isTaken() {
        return taken != null;
    }

    /** Whether statements run as this role, or for {@code null} as the login. */
    boolean is(@Nullable String role) {
        return Objects.equals(taken, role);
    }

    void take(String role) {
        taken = role;
        wasTaken = true;
    }

    void giveBack() {
        taken = null;
    }

    /** A rollback to a savepoint may bring a role back. */
    void rolledBack() {
        taken = wasTaken ? UNKNOWN : null;
    }

    /** No transaction is open, and the role was taken for one. */
    void idle() {
        taken = null;
        wasTaken = false;
    }
}
