// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Whether a statement reads its rows from a cursor. */
final class FetchSize {

    private FetchSize() {}

    /** Executes without a cursor: of several results only the first one's rows could be noted as read from one. */
    static <T extends @Nullable Object> T ignored(Statement statement, SqlCall<T> call) throws SQLException {
        int fetchSize = statement.getFetchSize();
        if (fetchSize > 0) {
            statement.setFetchSize(0);
        }
        try {
            return call.call();
        } finally {
            if (fetchSize > 0 && !statement.isClosed()) {
                statement.setFetchSize(fetchSize);
            }
        }
    }
}
