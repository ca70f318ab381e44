// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** What happens when a session without a tenant needs a connection, see {@link TenantRlsSettings#MISSING_TENANT}. */
public enum MissingTenant {
    /** {@link MissingTenantException}, before anything is sent to the database. */
    FAIL,
    /** An empty tenant is bound, for which the policies show no row and accept none. */
    EMPTY
}
