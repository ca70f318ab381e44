// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

/**
 * Decides whether who asks may act for the tenant that the request states. A header, a path and a host are the client's
 * word: without such a decision, whoever can send a request chooses his tenant. Implementations are thread-safe.
 */
@FunctionalInterface
public interface TenantAccess {

    /**
     * Whether the request may be handled for a tenant.
     *
     * @param request the request, with the principal that the application's security has authenticated
     * @param tenant the identifier, as the {@link TenantLookup} found it
     * @return {@code false} to refuse it with {@link TenantRefusal#FORBIDDEN}; an exception would be answered in another way, and
     *     so tell that there is such a tenant
     */
    boolean mayActFor(TenantRequest request, Object tenant);

    /**
     * Whoever asks may act for whatever tenant he states. Only where something else decides: a gateway that sets the header
     * itself and lets no other through, or an application in which tenants are not secret from each other.
     *
     * @return the decision
     */
    static TenantAccess anyone() {
        return (request, tenant) -> true;
    }

    /**
     * Who asks may act for the tenants that a claim of a verified token names: one, or a list of them.
     *
     * @param name the claim's name
     * @param lookup finds the tenants that the claim names by slugs; the one that the resolver has
     * @return the decision; nobody may without the claim
     */
    static TenantAccess claim(String name, TenantLookup lookup) {
        return new ClaimAccess(name, lookup);
    }
}
