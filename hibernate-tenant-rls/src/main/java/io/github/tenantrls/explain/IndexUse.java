// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

/** What policies do to the indexes that a statement uses on a table. */
public enum IndexUse {
    /** Each index that serves the statement without policies serves it with them. */
    KEPT,
    /** Other indexes serve it than without policies, because they are cheaper; no condition is kept from its index. */
    OTHER,
    /** No index serves it, with policies or without: the table is small, or most of it is read, or no index fits. */
    NONE,
    /**
     * A condition is kept from its index, because it may tell of rows that the policies hide; an index on the tenant
     * serves instead, so all rows of the tenant are read.
     */
    TENANT_ONLY,
    /** As {@link #TENANT_ONLY}, and no index on the tenant serves either: all rows of all tenants are read. */
    LOST,
    /** The policies of the table have a shape that keeps indexes from being used, such as an {@code or} or a cast. */
    POLICY_SHAPE
}
