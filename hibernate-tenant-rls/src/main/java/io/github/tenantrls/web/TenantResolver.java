// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the tenant for which a request is to be handled. Immutable and thread-safe. */
public final class TenantResolver {

    private final PathRules paths;
    private final List<TenantStrategy> strategies;
    private final TenantLookup lookup;
    private final TenantAccess access;
    private final RequestReading reading;

    TenantResolver(
            PathRules paths,
            List<TenantStrategy> strategies,
            TenantLookup lookup,
            TenantAccess access,
            RequestReading reading) {
        this.paths = paths;
        this.strategies = strategies;
        this.lookup = lookup;
        this.access = access;
        this.reading = reading;
    }

    /** What of a request is believed. */
    @FunctionalInterface
    interface RequestReading {
        TenantRequest of(TenantRequest received);

        default RequestReading and(RequestReading next) {
            return received -> next.of(of(received));
        }
    }

    /**
     * What builds a resolver in code.
     *
     * @return a builder without strategies
     */
    public static TenantResolverBuilder builder() {
        return new TenantResolverBuilder();
    }

    /**
     * The resolver that the settings of a persistence unit describe, see {@link TenantWebSettings}.
     *
     * @param factory a factory that uses this library's connection provider
     * @return the resolver; build one, and keep it
     * @throws io.github.tenantrls.TenantRlsException if the settings describe none, or one of them is unknown or cannot be
     *     read
     */
    public static TenantResolver of(EntityManagerFactory factory) {
        return of(factory.getProperties(), TenantLookup.of(factory));
    }

    /**
     * The resolver that settings describe, see {@link TenantWebSettings}.
     *
     * @param settings the settings, among others
     * @param lookup what finds the tenant that was stated
     * @return the resolver; build one, and keep it
     * @throws io.github.tenantrls.TenantRlsException if the settings describe none, or one of them is unknown or cannot be
     *     read
     */
    public static TenantResolver of(Map<String, ?> settings, TenantLookup lookup) {
        return new WebSettings(settings).resolver(lookup);
    }

    /**
     * The tenant for which a request is to be handled.
     *
     * @param request the request
     * @return the identifier, to be given to {@link io.github.tenantrls.TenantContext}; empty if the request is to be handled
     *     without a tenant, because its path is excluded, or it states none and its path does not require one
     * @throws TenantRefusedException if it is not to be handled
     * @throws io.github.tenantrls.TenantRlsException if the tenant cannot be looked up, which is not the request's fault
     */
    public Optional<Object> resolve(TenantRequest request) {
        PathRules.Need need = paths.of(request.rawPath());
        if (need == PathRules.Need.EXCLUDED) {
            return Optional.empty();
        }
        TenantRequest believed = reading.of(request);
        for (TenantStrategy strategy : strategies) {
            Optional<String> stated = strategy.find(believed).filter(text -> !text.isEmpty());
            if (stated.isPresent()) {
                return Optional.of(allowed(believed, lookup.find(StatedTenant.checked(stated.get()))));
            }
        }
        if (need == PathRules.Need.OPTIONAL) {
            return Optional.empty();
        }
        throw new TenantRefusedException(
                TenantRefusal.MISSING,
                "The request is not handled, because it states no tenant, and its path needs one; the client must state it, or"
                        + " the path be made optional or excluded",
                null);
    }

    private Object allowed(TenantRequest request, Object tenant) {
        if (!access.mayActFor(request, tenant)) {
            throw new TenantRefusedException(
                    TenantRefusal.FORBIDDEN,
                    "The request is not handled, because who asks may not act for the tenant; see the TenantAccess",
                    null);
        }
        return tenant;
    }
}
