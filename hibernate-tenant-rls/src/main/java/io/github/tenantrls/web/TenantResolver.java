// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.List;
import java.util.Optional;

/** Finds the tenant for which a request is to be handled. Immutable and thread-safe. */
public final class TenantResolver {

    private final List<TenantStrategy> strategies;
    private final TenantLookup lookup;
    private final TenantAccess access;

    TenantResolver(List<TenantStrategy> strategies, TenantLookup lookup, TenantAccess access) {
        this.strategies = strategies;
        this.lookup = lookup;
        this.access = access;
    }

    /**
     * The tenant for which a request is to be handled.
     *
     * @param request the request
     * @return the identifier, to be given to {@link io.github.tenantrls.TenantContext}; empty if the request is to be handled
     *     without a tenant, because its path is excluded, or it states none and its path does not require one
     * @throws TenantRefusedException if it is not to be handled
     */
    public Optional<Object> resolve(TenantRequest request) {
        for (TenantStrategy strategy : strategies) {
            Optional<String> stated = strategy.find(request);
            if (stated.isPresent()) {
                return Optional.of(allowed(request, lookup.find(stated.get())));
            }
        }
        throw new TenantRefusedException(TenantRefusal.MISSING, "The request states no tenant", null);
    }

    private Object allowed(TenantRequest request, Object tenant) {
        if (!access.mayActFor(request, tenant)) {
            throw new TenantRefusedException(
                    TenantRefusal.FORBIDDEN, "Who asks may not act for the tenant", null);
        }
        return tenant;
    }
}
