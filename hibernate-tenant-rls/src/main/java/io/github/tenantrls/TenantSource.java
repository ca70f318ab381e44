// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import org.jspecify.annotations.Nullable;

/**
 * Knows the tenant of work that is not bound to a thread, such as a request that is handled by one thread and then by another.
 *
 * <p>Found by {@code ServiceLoader}, and asked where the thread itself has neither a tenant nor a block without one. Nothing
 * is set on the thread, so that nothing remains there. Implementations are thread-safe, and quick: each statement asks.
 */
public interface TenantSource {

    /**
     * The tenant of the work that the current thread does.
     *
     * @return a {@link java.util.UUID}, {@link String}, {@link Long} or {@link Integer}; {@code null} if it knows of none
     */
    @Nullable
    Object current();
}
