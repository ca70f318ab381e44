// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.Optional;

/**
 * One way in which a request states its tenant. Implementations are thread-safe.
 */
@FunctionalInterface
public interface TenantStrategy {

    /**
     * What the request states.
     *
     * @param request the request
     * @return an identifier or a slug, not yet looked up; empty if the request states none in this way
     * @throws TenantRefusedException with {@link TenantRefusal#MALFORMED} if it states something that cannot be a tenant's,
     *     or contradicts itself
     */
    Optional<String> find(TenantRequest request);
}
