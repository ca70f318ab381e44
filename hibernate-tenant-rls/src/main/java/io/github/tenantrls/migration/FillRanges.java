// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The parts of a table, one after the other. */
interface FillRanges {

    /** The next part, or {@code null} if there are no more. */
    @Nullable
    FillRange next() throws SQLException;
}
