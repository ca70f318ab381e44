// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.tenants.Tenants;
import jakarta.persistence.EntityManagerFactory;

/** Finds the tenant that a text from outside names. Implementations are thread-safe. */
@FunctionalInterface
public interface TenantLookup {

    /**
     * The identifier of the tenant.
     *
     * @param stated an identifier or a slug, as the request states it: 1 to 255 visible characters of ASCII
     * @return the identifier, as the class that the tenant column has in Java
     * @throws TenantRefusedException with {@link TenantRefusal#MALFORMED}, {@link TenantRefusal#UNKNOWN} or {@link
     *     TenantRefusal#SUSPENDED}
     */
    Object find(String stated);

    /**
     * Finds tenants as a persistence unit knows them: by identifier or slug where it has a table of tenants, else by
     * identifier alone.
     *
     * <p>It has one where {@link io.github.tenantrls.TenantRlsSettings#TENANTS_TABLE} is given or {@link
     * io.github.tenantrls.TenantRlsSettings#KNOWN_TENANTS} is {@code true}. With the latter, identifiers that are not in the
     * table are {@link TenantRefusal#UNKNOWN}, and suspended tenants {@link TenantRefusal#SUSPENDED}; else an identifier is
     * not looked up.
     *
     * @param factory a factory that uses this library's connection provider
     * @return the lookup; it throws a {@link io.github.tenantrls.TenantRlsException} if the table cannot be read
     * @throws io.github.tenantrls.TenantRlsException if the factory does not use it
     */
    static TenantLookup of(EntityManagerFactory factory) {
        return new TenantsLookup(Tenants.of(factory));
    }

    /**
     * Takes identifiers as they are stated; no table is looked into, and there are no slugs.
     *
     * @param type the type of the tenant column
     * @return the lookup
     */
    static TenantLookup identifiers(TenantColumnType type) {
        return new IdentifierLookup(type);
    }
}
