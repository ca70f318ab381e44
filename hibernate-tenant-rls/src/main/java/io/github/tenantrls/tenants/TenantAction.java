// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import jakarta.persistence.EntityManager;

/** What {@link ForEachTenant} does for each tenant; called by several threads at a time where told so. */
@FunctionalInterface
public interface TenantAction {

    /**
     * Works for one tenant, within its {@link io.github.tenantrls.TenantContext} and in a transaction that ends with the
     * call: committed if it returns, rolled back if it throws.
     *
     * @param entityManager of this tenant alone; the action neither begins nor ends its transactions, and does not keep it
     * @param tenant the identifier, as it was given
     * @throws Exception if it fails for this tenant, whatever the exception
     */
    void run(EntityManager entityManager, Object tenant) throws Exception;
}
