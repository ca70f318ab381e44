// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

/** Why no work is done for a request. */
public enum TenantRefusal {
    /** It states no tenant, and its path needs one. */
    MISSING,
    /** What it states cannot be a tenant's identifier or slug, or it states it in two ways that contradict each other. */
    MALFORMED,
    /** Its token does not hold: not signed by whom it should be, expired, for somebody else. */
    INVALID_TOKEN,
    /** There is no such tenant. */
    UNKNOWN,
    /** The tenant is suspended. */
    SUSPENDED,
    /** Who asks may not act for the tenant. */
    FORBIDDEN
}
