// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

/**
 * A tenant for which the work failed, and why. Immutable.
 *
 * @param tenant the identifier, as it was given
 * @param cause what the action, the database or the commit threw
 */
public record TenantFailure(Object tenant, Throwable cause) {}
