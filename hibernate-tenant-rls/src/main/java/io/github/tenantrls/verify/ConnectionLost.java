// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;

/** That the connection of the probe cannot even roll back: there is nothing to be said about any table then. */
final class ConnectionLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectionLost(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
