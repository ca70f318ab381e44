// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A connection of the library's, for one tenant. */
final class Session {

    final Lane lane;
    final Connection connection;

    /** Null for none. */
    final @Nullable UUID tenant;

    @Nullable
    PreparedStatement kept;

    @Nullable
    Cursor cursor;

    /** Whether it may take a transaction for the one that it began. */
    boolean mayHaveBegun;

    Session(Lane lane, @Nullable UUID tenant, Connection connection) {
        this.lane = lane;
        this.tenant = tenant;
        this.connection = connection;
    }

    /** Whether its cursor hinders others. */
    boolean reads() {
        return cursor != null && cursor.isOpen;
    }
}
