// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

/** Whose the rows of a table are. */
public enum TableScope {
    /** Each row belongs to one tenant. */
    SCOPED,
    /** All tenants share the rows. */
    GLOBAL
}
