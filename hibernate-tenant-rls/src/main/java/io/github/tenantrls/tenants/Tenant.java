// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import java.time.Instant;

/**
 * A tenant, as it was when it was read. Immutable.
 *
 * @param id its identifier: a {@code UUID}, {@code String}, {@code Long} or {@code Integer}, according to {@link
 *     io.github.tenantrls.TenantRlsSettings#COLUMN_TYPE}
 * @param slug its name in addresses, which no other tenant has: 1 to 63 lower-case letters, digits and hyphens, beginning
 *     and ending with a letter or digit, as a label of a domain name
 * @param name its name for people
 * @param status whether work is done for it
 * @param createdAt when it was created
 */
public record Tenant(Object id, String slug, String name, TenantStatus status, Instant createdAt) {}
