// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

/** Finds the tenant that a text from outside names. Implementations are thread-safe. */
@FunctionalInterface
public interface TenantLookup {

    /**
     * The identifier of the tenant.
     *
     * @param stated an identifier or a slug, as the request states it: any text
     * @return the identifier, as the class that the tenant column has in Java
     * @throws TenantRefusedException with {@link TenantRefusal#MALFORMED}, {@link TenantRefusal#UNKNOWN} or {@link
     *     TenantRefusal#SUSPENDED}
     */
    Object find(String stated);
}
