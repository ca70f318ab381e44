// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/**
 * Carries the tenant to other threads: {@link io.github.tenantrls.propagation.TenantExecutors} for executors, and what the
 * frameworks that carry contexts load by themselves, where they are there.
 *
 * <p>What is carried is a {@link io.github.tenantrls.TenantSnapshot}: a tenant or none, never the system's identity.
 */
@NullMarked
package io.github.tenantrls.propagation;

import org.jspecify.annotations.NullMarked;
