// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import org.jspecify.annotations.Nullable;

/**
 * A tenant that there is to be. Immutable.
 *
 * @param id its identifier, or {@code null} for a random one where identifiers are of type {@code uuid}
 * @param slug see {@link Tenant#slug}
 * @param name its name for people, 1 to 255 characters
 */
public record TenantSeed(@Nullable Object id, String slug, String name) {}
