// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

/**
 * What came of a {@link TenantSeed}. Immutable.
 *
 * @param tenant the tenant that there is now
 * @param created whether it was created; otherwise it was there already, maybe with another name or suspended
 */
public record SeedOutcome(Tenant tenant, boolean created) {}
