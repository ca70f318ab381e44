// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is done with a statement, and reaches the server; one that captures nothing is made once, and not for each use. */
@FunctionalInterface
interface Execution<S, T extends @Nullable Object> {
    T run(S statement) throws SQLException;
}
