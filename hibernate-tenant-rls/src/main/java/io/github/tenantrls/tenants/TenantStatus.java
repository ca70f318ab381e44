// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

/** Whether work is done for a tenant. */
public enum TenantStatus {
    /** It is. */
    ACTIVE,
    /**
     * It is not, where {@link io.github.tenantrls.TenantRlsSettings#KNOWN_TENANTS} is {@code true}; elsewhere it is for the
     * application to see to.
     */
    SUSPENDED
}
