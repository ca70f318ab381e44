// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A call that reaches the server. */
@FunctionalInterface
interface SqlCall<T extends @Nullable Object> {
    T call() throws SQLException;
}
