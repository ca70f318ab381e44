// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The tenant must be in a claim of a verified token. Immutable. */
record ClaimAccess(String name, TenantLookup lookup) implements TenantAccess {

    @Override
    public boolean mayActFor(TenantRequest request, Object tenant) {
        return request.verifiedClaim(name).stream()
                .flatMap(value -> (value instanceof Collection<?> many ? many : List.of(value)).stream())
                .flatMap(
                        value -> value == null ? Optional.<String>empty().stream() : ClaimStrategy.text(value).stream())
                .filter(text -> !text.isEmpty())
                .anyMatch(text -> text.equals(tenant.toString()) || names(text, tenant));
    }

    private boolean names(String text, Object tenant) {
        try {
            return lookup.find(StatedTenant.checked(text)).equals(tenant);
        } catch (TenantRefusedException e) {
            return false; // whatever else it names, it is not this tenant
        }
    }
}
